import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import type { Guard } from '../model/guard.ts';
import type { Problem } from '../model/problem.ts';
import type { ServiceSpec } from '../model/system.ts';
import { allProcesses, isDead, processStat } from './proc-stat.ts';
import type { StartedLocalTarget } from './local-target.ts';
import { processTarget } from './process.ts';
import { type Reaper, startReaper } from './reaper.ts';
import type { StartOptions } from './target.ts';

const script = fileURLToPath(new URL('service.fixture.ts', import.meta.url));
const clock = startRunClock();
let guard: Reaper;
beforeAll(async () => void (guard = await startReaper()));
afterAll(() => guard.close());

const service = (
  name: string,
  env: Record<string, string> = {},
  change: Partial<ServiceSpec> = {},
): ServiceSpec => ({
  name,
  command: [process.execPath, script],
  env,
  replicas: 1,
  readyPath: '/readyz',
  metricsPath: '/metrics',
  ...change,
});

const start = async (
  services: ServiceSpec[],
  options: Partial<StartOptions> = {},
): Promise<StartedLocalTarget> => {
  const system = { services, entry: services.at(-1)?.name ?? '' };
  const started = await processTarget.start(system, { clock, guard, startDeadlineMs: 5_000, ...options });
  onTestFinished(async () => void (await started.stop({ graceMs: 0 })));
  return started;
};

const runs = (pid: number | undefined) => {
  const stat = pid === undefined ? undefined : processStat(pid);
  return stat !== undefined && !isDead(stat);
};
const discovered = ({ discoveryFile }: StartedLocalTarget) =>
  (JSON.parse(readFileSync(discoveryFile, 'utf8')) as { labels: { instance: string } }[]).map(
    ({ labels }) => labels.instance,
  );
const environmentOf = async (opsUrl: string) =>
  (await (await fetch(`${opsUrl}/environment`)).json()) as Record<string, string>;

function timeOf(logs: string, name: string, msg: string): number {
  const lines = readFileSync(join(logs, `${name}.log`), 'utf8')
    .trim()
    .split('\n');
  const parsed = lines.map((line) => JSON.parse(line) as { msg: string; time: number });
  return parsed.find((line) => line.msg === msg)?.time ?? Number.NaN;
}

function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'rehearse-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe('a system of processes', () => {
  test('runs as many replicas of each service as asked for, each answering under its own name', async () => {
    const target = await start([service('events'), service('bookings', {}, { replicas: 2 })]);
    expect(
      target
        .replicas()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['bookings-1', 'bookings-2', 'events-1']);
    for (const { url, readyUrl, name } of target.replicas()) {
      expect((await fetch(url)).headers.get('x-instance-id')).toBe(name);
      expect((await fetch(readyUrl)).status).toBe(200);
    }
    expect(target.entryUrl).toBe(target.replicas('bookings').find(({ name }) => name === 'bookings-1')?.url);
  });

  test('tells when each replica listened and was ready, and what the replica says of it itself', async () => {
    const target = await start([service('bookings')]);
    const { startup } = target.replicas()[0]!;
    expect(startup.spawnToListeningMs).toBeGreaterThan(0);
    expect(startup.spawnToReadyMs).toBeGreaterThanOrEqual(startup.spawnToListeningMs);
    expect(startup.spawnToReadyMs).toBeGreaterThan(startup.reportedPhasesMs['ready']!);
    expect(startup.reportedPhasesMs).toMatchObject({ boot: 1, listening: 2 });
  });

  test('can be of services that neither log nor name themselves', async () => {
    const target = await start([service('foreign', { BEHAVIOUR: 'mute' })]);
    expect(target.replicas()[0]?.startup).toMatchObject({ reportedPhasesMs: {} });
  });

  test('keeps the discovery file current as replicas come and go', async () => {
    const target = await start([service('bookings')]);
    const first = target.replicas()[0]!;
    expect(JSON.parse(readFileSync(target.discoveryFile, 'utf8'))).toEqual([
      {
        targets: [new URL(first.url).host],
        labels: { service: 'bookings', instance: 'bookings-1', ops_address: new URL(first.opsUrl).host },
      },
    ]);
    const second = await target.addReplica('bookings');
    const unannounced = await target.addReplica('bookings', { announced: false });
    expect(unannounced.name).toBe('bookings-3');
    expect(discovered(target)).toEqual(['bookings-1', 'bookings-2']);
    await target.stopReplica(first, 'SIGTERM', 5_000);
    expect(discovered(target)).toEqual(['bookings-2']);
    expect(target.replicas().map(({ name }) => name)).toEqual([second.name, unannounced.name]);
  });

  test('passes on nothing of the environment but where programs, home, time and language are', async () => {
    process.env['SECRET_OF_THE_HARNESS'] = 'yes';
    process.env['NODE_OPTIONS'] = '--no-warnings';
    onTestFinished(() => {
      delete process.env['SECRET_OF_THE_HARNESS'];
      delete process.env['NODE_OPTIONS'];
    });
    const target = await start([service('bookings', { FILE: 'file:{discoveryFile}', JSON: '{"a": {}}' })]);
    const [replica] = target.replicas();
    const told = await environmentOf(replica!.opsUrl);
    expect(told).toMatchObject({
      PATH: process.env['PATH'],
      PORT: new URL(replica!.url).port,
      OPS_PORT: new URL(replica!.opsUrl).port,
      INSTANCE_ID: 'bookings-1',
      FILE: `file:${target.discoveryFile}`,
      JSON: '{"a": {}}',
    });
    expect(told).not.toHaveProperty('SECRET_OF_THE_HARNESS');
    expect(told).not.toHaveProperty('NODE_OPTIONS');
    expect(told).not.toHaveProperty('NODE_COMPILE_CACHE');
    const warm = await target.addReplica('bookings', { environment: { NODE_COMPILE_CACHE: '/dev/null' } });
    expect(await environmentOf(warm.opsUrl)).toMatchObject({ NODE_COMPILE_CACHE: '/dev/null' });
  });

  test('fills placeholders into the command as well', async () => {
    const command: ServiceSpec['command'] = [
      'sh',
      '-c',
      `PORT={port} exec "$@"`,
      'sh',
      process.execPath,
      script,
    ];
    const target = await start([service('wrapped', { PORT: 'replaced' }, { command })]);
    expect((await fetch(target.entryUrl)).status).toBe(200);
  });

  test('uses the public port that a service asks for', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    const port = await new Promise<number>((resolve) =>
      free.once('listening', () => resolve((free.address() as AddressInfo).port)),
    );
    await new Promise((resolve) => free.close(resolve));
    const target = await start([service('gateway', {}, { port })]);
    expect(target.entryUrl).toBe(`http://127.0.0.1:${port}`);
  });

  test('ends in reverse order, and leaves no process, port or file', async () => {
    const logs = temporaryDirectory();
    const target = await start([service('first'), service('second')], { logDirectory: logs });
    const replicas = target.replicas();
    const { stoppedAtMs } = await target.stop();
    await target.stop();
    expect(stoppedAtMs).toBeLessThanOrEqual(clock.nowMs());
    for (const { pid, url } of replicas) {
      expect(runs(pid)).toBe(false);
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    }
    expect(existsSync(target.discoveryFile)).toBe(false);
    expect(target.replicas()).toEqual([]);
    expect(target.unexpectedExits()).toEqual([]);
    expect(timeOf(logs, 'second-1', 'stopped')).toBeLessThanOrEqual(timeOf(logs, 'first-1', 'stopping'));
  });

  test('ends all services together when nobody asks them any more', async () => {
    const logs = temporaryDirectory();
    const drains = { DRAIN_DELAY_MS: '500' };
    const target = await start([service('first', drains), service('second', drains)], { logDirectory: logs });
    await target.stop({ order: 'together' });
    expect(timeOf(logs, 'first-1', 'stopping')).toBeLessThan(timeOf(logs, 'second-1', 'stopped'));
  });

  test('that is stopped while a replica starts ends that one as well', async () => {
    const { adopting, adopted } = recording(guard);
    const slow = service('slow', { BEHAVIOUR: 'never-ready' }, { replicas: 0 });
    const target = await start([service('bookings'), slow], { guard: adopting });
    const adding = target.addReplica('slow').then(
      () => 'ready',
      (error: unknown) => String(error),
    );
    await expect.poll(() => discovered(target)).toContain('slow-1');
    await target.stop();
    expect(await adding).toContain('the target is being stopped');
    expect(adopted).toHaveLength(2);
    expect(adopted.filter(runs)).toEqual([]);
  });

  test('leaves nothing of what a replica started in its group', async () => {
    const command: ServiceSpec['command'] = [
      'sh',
      '-c',
      'sleep 60 & exec "$@"',
      'sh',
      process.execPath,
      script,
    ];
    const target = await start([service('parent', {}, { command })]);
    const [replica] = target.replicas();
    const group = () => allProcesses().filter((one) => one.group === replica!.pid && !isDead(one));
    expect(group()).toHaveLength(2);
    await target.stopReplica(replica!, 'SIGTERM', 5_000);
    await expect.poll(group).toEqual([]);
  });

  test('kills at the end what does not end by itself', async () => {
    const target = await start([service('stubborn', { BEHAVIOUR: 'ignores' })]);
    const { pid } = target.replicas()[0]!;
    await target.stop({ graceMs: 50 });
    expect(runs(pid)).toBe(false);
  });

  test('takes a replica that ends by itself out of discovery', async () => {
    const target = await start([service('weak', { BEHAVIOUR: 'crash-on-demand' })]);
    expect(discovered(target)).toEqual(['weak-1']);
    await fetch(`${target.entryUrl}/crash`, { method: 'POST' }).catch(() => undefined);
    await expect.poll(() => discovered(target)).toEqual([]);
  });
});

describe('a system that does not start is one line, and nothing of it is left', () => {
  const fails = async (services: ServiceSpec[], options: Partial<StartOptions> = {}): Promise<Problem> => {
    const failure: unknown = await start(services, options).then(
      () => undefined,
      (error: unknown) => error,
    );
    return failure as Problem;
  };

  test('when a replica ends before it is ready', async () => {
    const problem = await fails([service('events'), service('bookings', { BEHAVIOUR: 'dies' })]);
    expect(problem).toMatchObject({
      name: 'Problem',
      kind: 'harness',
      message: 'bookings-1 ended with 7 before it was ready.',
      detail: 'DATABASE_URL is missing',
      next: 'See the end of its log below.',
    });
  });

  test('when a replica is not ready in time: with the limit and its last answer', async () => {
    const options = { startDeadlineMs: 3000 };
    const problem = await fails([service('bookings', { BEHAVIOUR: 'never-ready' })], options);
    expect(problem.message).toMatch(
      /^bookings-1 was not ready within 3000 ms: the last answer of bookings-1 was 503 .*"database".*\.$/,
    );
    expect(problem.detail).toContain('"msg":"listening"');
  });

  test('when somebody else answers on its port: his being ready does not count', async () => {
    const problem = await fails([service('bookings', { INSTANCE_ID: 'stranger' })], {
      startDeadlineMs: 3000,
    });
    expect(problem.message).toMatch(/^bookings-1 was not ready .* the last answer of stranger was 200 /);
  });

  test('when a replica never listens', async () => {
    const command: ServiceSpec['command'] = ['sleep', '60'];
    const problem = await fails([service('asleep', {}, { command })], { startDeadlineMs: 100 });
    expect(problem.message).toBe('asleep-1 was not ready within 100 ms: it never answered.');
    expect(problem.next).toContain('logged nothing');
  });

  test('when the command is not there', async () => {
    const problem = await fails([service('absent', {}, { command: ['no-such-command'] })]);
    expect(problem.message).toBe('absent-1 could not be started: spawn no-such-command ENOENT.');
    expect(problem.next).toContain('`no-such-command`');
  });

  test('when a placeholder stands for nothing', async () => {
    const problem = await fails([service('bookings', { FILE: '{discoverFile}' })]);
    expect(problem).toMatchObject({
      kind: 'usage',
      message: 'FILE of bookings holds {discoverFile}, which stands for nothing.',
      next: expect.stringContaining('{discoveryFile}') as string,
    });
  });

  test('when the port that was asked for is taken', async () => {
    const { port } = await takenPort();
    const problem = await fails([service('gateway', {}, { port })]);
    expect(problem).toMatchObject({
      message: `gateway-1 could not have port ${port}: somebody else listens there.`,
      next: 'End what uses the port, or choose another.',
    });
  });

  test('when its logs cannot be written', async () => {
    const problem = await fails([service('bookings')], { logDirectory: `${script}/below-a-file` });
    expect(problem).toMatchObject({
      name: 'Problem',
      message: `Cannot write ${script}/below-a-file: ENOTDIR.`,
    });
  });

  test('when it is not wanted any more', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('not wanted')), 100);
    const problem = await fails([service('bookings', { BEHAVIOUR: 'never-ready' })], {
      signal: abort.signal,
    });
    expect(problem.message).toBe('not wanted');
    await expect(start([service('bookings')], { signal: abort.signal })).rejects.toThrow('not wanted');
  });

  test('and the services that had started are ended', async () => {
    const { adopting, adopted } = recording(guard);
    const services = [service('events', {}, { replicas: 2 }), service('bookings', { BEHAVIOUR: 'dies' })];
    await expect(start(services, { guard: adopting })).rejects.toThrow('bookings-1 ended with 7');
    expect(adopted).toHaveLength(3);
    expect(adopted.filter(runs)).toEqual([]);
  });
});

async function takenPort(): Promise<{ port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return server.address() as AddressInfo;
}

function recording(reaper: Reaper): { adopting: Guard; adopted: number[] } {
  const adopted: number[] = [];
  const adopting: Guard = {
    environment: reaper.environment,
    adopt: (pid) => {
      adopted.push(pid);
      reaper.adopt(pid);
    },
    release: (pid) => reaper.release(pid),
    adoptDirectory: (path) => reaper.adoptDirectory(path),
    releaseDirectory: (path) => reaper.releaseDirectory(path),
    adoptEngine: (socketPath) => reaper.adoptEngine(socketPath),
    releaseEngine: (socketPath) => reaper.releaseEngine(socketPath),
    adoptStopped: (socketPath, ids) => reaper.adoptStopped(socketPath, ids),
    releaseStopped: (ids) => reaper.releaseStopped(ids),
    makeDirectory: (label) => reaper.makeDirectory(label),
    removeDirectory: (path) => reaper.removeDirectory(path),
  };
  return { adopting, adopted };
}

test('a replica that lost its port to somebody else is started once more with another', async () => {
  const { port } = await takenPort();
  const marker = join(temporaryDirectory(), 'marker');
  const env = { BEHAVIOUR: 'loses-port', MARKER: marker, TAKEN_PORT: String(port) };
  const target = await start([service('bookings', env)]);
  expect(target.replicas().map(({ name }) => name)).toEqual(['bookings-2']);
  expect(discovered(target)).toEqual(['bookings-2']);
});

test('a replica that loses its port twice is an error', async () => {
  const { port } = await takenPort();
  const env = { BEHAVIOUR: 'loses-port', TAKEN_PORT: String(port) };
  await expect(start([service('bookings', env)])).rejects.toThrow(
    /^bookings-2 could not have port \d+: somebody else listens there\.$/,
  );
});
