import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './service.ts';
import { freePort } from './free-port.ts';

const image = 'prom/prometheus:v3.15.0';
const onPath = spawnSync('prometheus', ['--version'], { stdio: 'ignore' }).status === 0;

/** hasPrometheus says whether a Prometheus can be started here: from PATH, or from its image in Docker. */
export const hasPrometheus =
  onPath || spawnSync('docker', ['image', 'inspect', image], { stdio: 'ignore' }).status === 0;

/** RealPrometheus is a server that scrapes one replica every second. */
export interface RealPrometheus extends AsyncDisposable {
  /** value gives what a query answers now; undefined where it has no answer, or more than one. */
  value(promql: string): Promise<number | undefined>;
}

/** startPrometheus starts one for the operational port of a replica; dispose it to end it, and leave nothing. */
export async function startPrometheus(opsUrl: string): Promise<RealPrometheus> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'reference-services-prometheus-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'prometheus.yml'), configFor(new URL(opsUrl).host));
  const address = `127.0.0.1:${await freePort()}`;
  const child = start(folder, address, starting);
  await until('Prometheus to be ready', async () => {
    if (child.exitCode !== null) throw new Error(`Prometheus ended by itself: ${child.exitCode}`);
    const answer = await fetch(`http://${address}/-/ready`).catch(() => undefined);
    return answer?.ok;
  });
  const running = starting.move();
  return { value: (promql) => valueOf(address, promql), [Symbol.asyncDispose]: () => running.disposeAsync() };
}

function configFor(target: string): string {
  const scrape = { job_name: 'gateway', scrape_interval: '1s', static_configs: [{ targets: [target] }] };
  // JSON is YAML.
  return JSON.stringify({ scrape_configs: [scrape] });
}

function start(folder: string, address: string, ending: AsyncDisposableStack): ChildProcess {
  const flags = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=${address}`,
    '--log.level=error',
  ];
  const name = `rehearse-test-web-prometheus-${process.pid}`;
  // As whoever owns the folder, which nobody else may read.
  const user = `${process.getuid?.()}:${process.getgid?.()}`;
  const inDocker = ['run', '--rm', `--name=${name}`, '--network=host', `--user=${user}`];
  inDocker.push(`--volume=${folder}:${folder}`, image, ...flags);
  const child = onPath
    ? spawn('prometheus', flags, { stdio: ['ignore', 'ignore', 'inherit'] })
    : spawn('docker', inDocker, { stdio: ['ignore', 'ignore', 'inherit'] });
  ending.defer(async () => {
    if (!onPath) spawnSync('docker', ['rm', '--force', '--volumes', name], { stdio: 'ignore' });
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'close');
  });
  return child;
}

async function valueOf(address: string, promql: string): Promise<number | undefined> {
  const query = new URLSearchParams({ query: promql });
  const response = await fetch(`http://${address}/api/v1/query?${query.toString()}`);
  const { data } = (await response.json()) as { data?: { result: { value: [number, string] }[] } };
  const [only, ...more] = data?.result ?? [];
  return only === undefined || more.length > 0 ? undefined : Number(only.value[1]);
}
