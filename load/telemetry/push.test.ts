import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { freePort } from '../model/free-port.ts';
import type { Observation } from '../model/observation.ts';
import type { RunResult, Warning } from '../model/result.ts';
import { startPush, type Push } from './push.ts';
import { parseServerUrl } from './server-url.ts';
import { endedRun, someEnvironment } from './testing/short-run.ts';

const quick = { intervalMs: 20, timeoutMs: 200, lastTimeoutMs: 400, interruptedMs: 200 };
const never = new AbortController().signal;

interface Taken {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** receiver: a server that takes down what it gets, and answers as it is told. */
async function receiver(
  answer: (response: ServerResponse, taken: readonly Taken[]) => void,
): Promise<{ url: string; taken: Taken[]; connections: () => number }> {
  const taken: Taken[] = [];
  let connections = 0;
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      taken.push({ path: request.url, authorization: request.headers.authorization, body });
      answer(response, taken);
    });
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, taken, connections: () => connections };
}

/** shortRun is told to a push until something is so, and ends. */
async function shortRun(
  url: string,
  until: () => boolean,
): Promise<{ warnings: readonly Warning[]; troubles: string[]; result: RunResult }> {
  const troubles: string[] = [];
  using push: Push = startPush(
    parseServerUrl('--prometheus', url),
    (trouble) => troubles.push(trouble),
    quick,
  );
  const clock = startRunClock();
  push.events.begun({ suite: 'short', clock, environment: someEnvironment });
  push.events.experiment({ name: 'only', control: false, startedAtMs: clock.nowMs() });
  push.events.marked({ atMs: clock.nowMs(), kind: 'scale', label: 'scale-out 1 → 2' });
  await expect.poll(until, { timeout: 10_000 }).toBe(true);
  const result = endedRun(clock);
  return { warnings: await push.finish(result, never), troubles, result };
}

const taking = (response: ServerResponse): void => void response.end('{}');

test('a run is pushed while it goes on and once more at its end, and a password goes nowhere but into a header', async () => {
  const { url, taken } = await receiver(taking);
  const { warnings, troubles } = await shortRun(
    url.replace('//', '//ada:s%40cret@'),
    () => taken.length >= 3,
  );
  expect([warnings, troubles]).toEqual([[], []]);
  expect(new Set(taken.map(({ path }) => path))).toEqual(new Set(['/api/v1/otlp/v1/metrics']));
  const login = `Basic ${Buffer.from('ada:s@cret').toString('base64')}`;
  expect(new Set(taken.map(({ authorization }) => authorization))).toEqual(new Set([login]));
  const bodies = taken.map(({ body }) => body);
  expect(bodies.filter((body) => body.includes('scale-out 1 → 2'))).toHaveLength(1);
  expect(bodies.slice(0, -1).join('')).not.toContain('rehearse_run_end_timestamp_seconds');
  expect(bodies.at(-1)).toContain('rehearse_run_end_timestamp_seconds');
  expect(bodies.at(-1)).toContain('rehearse_run_verdict');
  expect(bodies.join('')).not.toMatch(/s@cret|s%40cret/);
});

test('what a server did not take while it was away it gets later, and the result says so', async () => {
  const { url, taken } = await receiver((response, all) => {
    response.statusCode = all.length <= 2 ? 503 : 200;
    response.end('not yet');
  });
  const { warnings, troubles } = await shortRun(url, () => taken.length >= 5);
  expect(troubles).toEqual([
    `Prometheus at ${url} did not take a push: status 503: not yet; the run goes on.`,
  ]);
  expect(warnings).toMatchObject([
    {
      code: 'prometheus-push',
      message: expect.stringMatching(/took \d+ of \d+ pushes.*last one arrived/) as string,
    },
  ]);
  expect(taken[2]?.body).toContain('scale-out 1 → 2');
});

test('what a server will never take is not sent to it for ever', async () => {
  const { url, taken } = await receiver((response) => {
    response.statusCode = 404;
    response.end('otlp write receiver needs to be enabled');
  });
  const { warnings } = await shortRun(url, () => taken.length >= 4);
  expect(taken.filter(({ body }) => body.includes('scale-out 1 → 2'))).toHaveLength(1);
  expect(warnings[0]?.message).toContain('status 404: otlp write receiver');
  expect(warnings[0]?.advice).toContain('--web.enable-otlp-receiver');
});

test('a server that is not there costs a warning', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const told: string[] = [];
  const { warnings, troubles } = await shortRun(url, () => told.push('') > 10);
  expect(troubles).toEqual([expect.stringContaining('ECONNREFUSED')]);
  expect(warnings[0]?.message).toMatch(/took 0 of \d+ pushes.*ECONNREFUSED.*did not arrive/);
});

test('a server that takes a connection and never answers costs no more than its time-outs', async () => {
  const { url, taken } = await receiver(() => undefined);
  const { warnings } = await shortRun(url, () => taken.length >= 2);
  expect(warnings[0]?.message).toMatch(/took 0 of \d+ pushes.*no answer within 200 ms/);
});

describe('an interruption', () => {
  /** begun: a run of which a server has been told, by a push whose end alone may take long. */
  async function begun(url: string, taken: readonly Taken[], times = { ...quick, lastTimeoutMs: 600_000 }) {
    const push = startPush(parseServerUrl('--prometheus', url), () => undefined, times);
    onTestFinished(() => push[Symbol.dispose]());
    const clock = startRunClock();
    push.events.begun({ suite: 'short', clock, environment: someEnvironment });
    await expect.poll(() => taken.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(1);
    return (interrupted: AbortSignal) => push.finish(endedRun(clock), interrupted);
  }
  const lastTold = (taken: readonly Taken[]): boolean =>
    taken.some(({ body }) => body.includes('rehearse_run_end_timestamp_seconds'));

  test('before the end is not kept waiting by a server that never answers', async () => {
    const { url, taken } = await receiver(() => undefined);
    const finish = await begun(url, taken);
    const [warning] = await finish(AbortSignal.abort());
    expect(warning?.message).toMatch(/took 0 of \d+ pushes.*did not arrive/);
  });

  test('while the last push is on its way ends the wait for it', async () => {
    const { url, taken } = await receiver(() => undefined);
    const finish = await begun(url, taken);
    const interruption = new AbortController();
    const finishing = finish(interruption.signal);
    await expect.poll(() => lastTold(taken), { timeout: 10_000 }).toBe(true);
    interruption.abort();
    const [warning] = await finishing;
    expect(warning?.message).toMatch(/took 0 of \d+ pushes.*did not arrive/);
  });

  test('does not keep from a server that answers how the run ended', async () => {
    const { url, taken } = await receiver(taking);
    const patient = { intervalMs: 20, timeoutMs: 10_000, lastTimeoutMs: 10_000, interruptedMs: 10_000 };
    const finish = await begun(url, taken, patient);
    expect(await finish(AbortSignal.abort())).toEqual([]);
    expect(lastTold(taken)).toBe(true);
  });
});

test('what a probe sees is sent while its experiment goes on, and ends with it', async () => {
  const { url, taken } = await receiver(taking);
  using push = startPush(parseServerUrl('--prometheus', url), () => undefined, quick);
  const clock = startRunClock();
  const experiment = { name: 'only', control: false, startedAtMs: clock.nowMs() };
  push.events.begun({ suite: 'short', clock, environment: someEnvironment });
  push.events.experiment(experiment);
  const points = [{ atMs: clock.nowMs(), cpuShare: 0.25, eventLoopUtilization: null }];
  const part: Observation = {
    kind: 'runtime',
    replicas: [{ service: 'bookings', replica: 'bookings-1', stepMs: 1000, points }],
  };
  push.events.glimpsed(part);
  const told = (): string[] =>
    taken.map(({ body }) => body).filter((body) => body.includes('rehearse_replica_cpu_cores'));
  await expect.poll(told, { timeout: 10_000 }).toHaveLength(1);
  expect(told()[0]).toMatch(/"bookings-1".*"asDouble":0\.25/);
  const whole = { kind: 'some', title: '', question: '', markers: [], endedAtMs: clock.nowMs() };
  push.events.measured(() => [], { ...experiment, ...whole, observations: [part] });
  await expect.poll(told, { timeout: 10_000 }).toHaveLength(2);
  expect(told()[1]).toContain('"flags":1');
  expect(told()[1]).not.toContain('"asDouble":0.25');
});

test('before a run has begun nothing is sent', async () => {
  const { url, connections } = await receiver(taking);
  using push = startPush(parseServerUrl('--prometheus', url), () => undefined, quick);
  expect(await push.finish(endedRun(startRunClock()), never)).toEqual([]);
  expect(connections()).toBe(0);
});
