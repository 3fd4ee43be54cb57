import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrometheusApi } from '../../dashboards/check/prometheus-api.ts';
import { freePort } from '../../load/model/free-port.ts';
import type { Guard } from '../../load/model/guard.ts';
import { Problem } from '../../load/model/problem.ts';
import { evaluatedOften, prometheusConfig, rulesFolder, targetsFile } from './prometheus-config.ts';
import type { PrometheusProgram, RunningPrometheus } from './prometheus-program.ts';

/** PrometheusServer: a real one of our own. */
export interface PrometheusServer {
  readonly url: string;
  /** targets: the file that names what it scrapes; replace it as a whole. */
  readonly targets: string;
}

const startDeadlineMs = 30_000;

/** startPrometheus starts an empty server with the given rules; `teardown` ends it and leaves nothing. */
export async function startPrometheus(
  program: PrometheusProgram,
  rulesDirectory: string,
  { guard, teardown, signal }: { guard: Guard; teardown: AsyncDisposableStack; signal: AbortSignal },
): Promise<PrometheusServer> {
  const folder = await guard.makeDirectory('prometheus');
  teardown.defer(() => guard.removeDirectory(folder));
  await furnish(folder, rulesDirectory);
  const port = await freePort();
  teardown.defer(() => program.remove());
  const running = program.start(folder, [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-otlp-receiver',
    '--enable-feature=exemplar-storage',
    '--log.level=warn',
  ]);
  const { pid } = running;
  if (pid !== undefined) guard.adopt(pid);
  teardown.defer(async () => {
    running.kill('SIGTERM');
    await running;
    if (pid !== undefined) guard.release(pid);
  });
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([untilReady(url, signal), failure(running)]);
  return { url, targets: join(folder, targetsFile) };
}

async function furnish(folder: string, rulesDirectory: string): Promise<void> {
  await writeFile(join(folder, 'prometheus.yml'), prometheusConfig);
  await writeFile(join(folder, targetsFile), '[]');
  await mkdir(join(folder, rulesFolder));
  await mkdir(join(folder, 'data'));
  for (const name of (await readdir(rulesDirectory)).filter((file) => file.endsWith('.yml'))) {
    const text = await readFile(join(rulesDirectory, name), 'utf8');
    await writeFile(join(folder, rulesFolder, name), evaluatedOften(text));
  }
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  const api = new PrometheusApi(url);
  const giveUpAt = performance.now() + startDeadlineMs;
  while (!(await api.isReady())) {
    if (performance.now() > giveUpAt) {
      throw new Problem('harness', `Prometheus was not ready within ${startDeadlineMs / 1000} s.`);
    }
    await sleep(100, undefined, { signal });
  }
}

async function failure(running: RunningPrometheus): Promise<never> {
  const { stderr, exitCode } = await running;
  throw new Problem('harness', `Prometheus ended by itself (${exitCode}).`, {
    detail: lastLines(stderr),
  });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-10).join('\n');
}
