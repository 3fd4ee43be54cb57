import { execa } from 'execa';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { provisionedDirectory } from '../../dashboards/places.ts';
import { docker } from '../../load/model/docker.ts';
import { freePort } from '../../load/model/free-port.ts';
import type { Guard } from '../../load/model/guard.ts';
import { Problem } from '../../load/model/problem.ts';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';
import { furnishGrafana, grafanaEnvironment } from './grafana-settings.ts';

/** GrafanaOrder: of what a Grafana is started, and what it is to show. */
export interface GrafanaOrder {
  readonly image: string;
  readonly prometheusUrl: string;
  readonly guard: Guard;
  readonly teardown: AsyncDisposableStack;
  readonly signal: AbortSignal;
}

/** startDeadlineMs: an empty Grafana makes its database first, which takes a minute on a busy machine. */
const startDeadlineMs = 150_000;

/** startGrafana starts one with what the stack provisions; `teardown` ends it and leaves nothing. */
export async function startGrafana(order: GrafanaOrder): Promise<ServerUrl> {
  const { image, guard, teardown } = order;
  const folder = await guard.makeDirectory('grafana');
  teardown.defer(() => guard.removeDirectory(folder));
  await furnishGrafana(folder, order.prometheusUrl);
  const place = { folder, port: await freePort(), password: randomBytes(18).toString('base64url') };
  const environment = grafanaEnvironment(place);
  const name = `rehearse-dashboards-grafana-${process.pid}`;
  teardown.defer(async () => {
    await docker(['rm', '--force', '--volumes', name]).catch(() => {});
  });
  const running = execa('docker', [...asContainer(name, folder, environment), image], {
    env: environment,
    reject: false,
    stdin: 'ignore',
    all: true,
    detached: true,
  });
  const { pid } = running;
  if (pid !== undefined) guard.adopt(pid);
  teardown.defer(async () => {
    running.kill('SIGTERM');
    await running;
    if (pid !== undefined) guard.release(pid);
  });
  const base = `http://127.0.0.1:${place.port}`;
  const ended = running.then(({ all, exitCode }) => failure(`ended by itself (${exitCode})`, all));
  await Promise.race([untilHealthy(base, order.signal), ended]);
  return { base, login: { user: 'admin', password: place.password } };
}

/** The values stay out of the command line, which everybody on the machine can read. */
function asContainer(name: string, folder: string, environment: object): string[] {
  return [
    'run',
    '--rm',
    `--name=${name}`,
    '--network=host',
    // As whoever owns the folder, which nobody else may read.
    `--user=${process.getuid?.()}:${process.getgid?.()}`,
    `--volume=${folder}:${folder}`,
    `--volume=${provisionedDirectory}:/etc/grafana/dashboards:ro`,
    ...Object.keys(environment).map((variable) => `--env=${variable}`),
  ];
}

async function untilHealthy(base: string, signal: AbortSignal): Promise<void> {
  const giveUpAt = performance.now() + startDeadlineMs;
  while (!(await isHealthy(base))) {
    if (performance.now() > giveUpAt) failure(`was not healthy within ${startDeadlineMs / 1000} s`);
    await sleep(200, undefined, { signal });
  }
}

async function isHealthy(base: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${base}/api/health`);
    return statusCode === 200 && /"database":\s*"ok"/.test(await body.text());
  } catch {
    return false;
  }
}

function failure(how: string, said = ''): never {
  const detail = said.trim().split('\n').slice(-10).join('\n');
  throw new Problem('harness', `Grafana ${how}.`, detail === '' ? {} : { detail });
}
