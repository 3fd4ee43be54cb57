import { execFile, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { lacks } from '../../model/needs.fixture.ts';

const image = 'prom/prometheus:v3.15.0';
const run = promisify(execFile);
let started = 0;

/** lacksPrometheus tells a test to be skipped by name where this machine cannot start a Prometheus container. */
export function lacksPrometheus(): boolean {
  const there = spawnSync('docker', ['image', 'inspect', image], { stdio: 'ignore' }).status === 0;
  return lacks('docker', there);
}

/** Found: one series of a query's answer. */
export interface Found {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** RealPrometheus: a Prometheus server in a container, on a port of loopback. */
export interface RealPrometheus extends AsyncDisposable {
  readonly url: string;
  /** query asks for a moment, now unless it is given. */
  query(promql: string, at?: Date): Promise<Found[]>;
  /** samples gives what a range selector such as `up[1h]` holds, by series. */
  samples(selector: string, at?: Date): Promise<(readonly [unixSeconds: number, value: number])[][]>;
  /** kill ends the server at once. */
  kill(): Promise<void>;
}

/** startPrometheus starts one that takes pushes, with more arguments and mounts (`host:container`) where they are given. */
export async function startPrometheus(
  args: readonly string[] = [],
  mounts: readonly string[] = [],
): Promise<RealPrometheus> {
  const name = `rehearse-test-prometheus-${process.pid}-${(started += 1)}`;
  const options = ['--rm', '--detach', '--name', name, '--publish', '127.0.0.1::9090'];
  const volumes = mounts.flatMap((mount) => ['--volume', mount]);
  const flags = ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'];
  flags.push('--web.enable-otlp-receiver', '--web.enable-remote-write-receiver', ...args);
  await run('docker', ['run', ...options, ...volumes, image, ...flags]);
  const kill = async (): Promise<void> => {
    await run('docker', ['rm', '--force', '--volumes', name]).catch(() => undefined);
  };
  try {
    const { stdout } = await run('docker', ['port', name, '9090/tcp']);
    const url = `http://${stdout.trim().split('\n')[0]!}`;
    await untilReady(url, name);
    return { url, kill, ...asking(url), [Symbol.asyncDispose]: kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

async function untilReady(url: string, name: string): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  for (;;) {
    const ready = await fetch(`${url}/-/ready`)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (ready) return;
    if (performance.now() > giveUpAt) {
      const { stdout, stderr } = await run('docker', ['logs', name]);
      throw new Error(`Prometheus was not ready within 30 s: ${stdout}${stderr}`);
    }
    await delay(50);
  }
}

interface Answer {
  readonly data: {
    readonly result: {
      readonly metric: Record<string, string>;
      readonly value?: [number, string];
      readonly values?: [number, string][];
    }[];
  };
}

function asking(url: string): Pick<RealPrometheus, 'query' | 'samples'> {
  const ask = async (promql: string, at: Date): Promise<Answer['data']['result']> => {
    const query = new URLSearchParams({ query: promql, time: String(at.getTime() / 1000) });
    const response = await fetch(`${url}/api/v1/query?${query.toString()}`);
    if (!response.ok) throw new Error(`${promql}: ${await response.text()}`);
    return ((await response.json()) as Answer).data.result;
  };
  return {
    query: async (promql, at = new Date()) =>
      (await ask(promql, at)).map(({ metric, value }) => ({ metric, value: Number(value?.[1]) })),
    samples: async (selector, at = new Date()) =>
      (await ask(selector, at)).map(({ values = [] }) =>
        values.map(([unixSeconds, value]) => [unixSeconds, Number(value)] as const),
      ),
  };
}
