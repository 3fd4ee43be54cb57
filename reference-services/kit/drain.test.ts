import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { type Socket, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { send } from '../testing/http.ts';
import { type RunningService, type Variables, launch, startReady, until } from '../testing/service.ts';

const main = 'kit/fixtures/slow-service.ts';
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const service of running.splice(0)) await service[Symbol.asyncDispose]();
});

async function ready(variables: Variables = {}): Promise<RunningService> {
  const service = await startReady(main, variables);
  running.push(service);
  return service;
}

async function stoppedLine(service: Pick<RunningService, 'exited' | 'lines'>) {
  const { code } = await service.exited;
  const line = service.lines.at(-1)!;
  expect(line).toMatchObject({ msg: 'stopped', exitCode: code });
  return { code, line };
}

interface Asked {
  readonly answer: Promise<{
    readonly status: number | undefined;
    readonly connection: string | undefined;
    readonly body: string;
  }>;
}

/** ask sends a request and comes back when the service works on it. */
async function ask(service: RunningService, path: string, agent?: Agent): Promise<Asked> {
  const id = `request-${path}`;
  const asked = request(service.url + path, { headers: { 'x-request-id': id }, ...(agent && { agent }) });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve).once('error', reject).end();
  }).then(async (response) => ({
    status: response.statusCode,
    connection: response.headers.connection,
    body: await text(response),
  }));
  const line = path.startsWith('/stream') ? 'streaming' : 'waiting';
  await service.line(line, ({ requestId }) => requestId === id);
  return { answer };
}

async function failureOf(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'answered',
    (error: Error) => error.message,
  );
}

async function connected(service: RunningService): Promise<Socket> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function untilDraining(service: RunningService): Promise<void> {
  await until(
    'not ready',
    async () => (await send('GET', `${service.opsUrl}/readyz`)).status === 503 || undefined,
  );
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s drains an idle replica, and it exits 0', async (signal) => {
  const service = await ready({ TEAR_DOWN_MS: '30' });
  service.kill(signal);
  const { code, line } = await stoppedLine(service);
  expect(code).toBe(0);
  expect(line).toMatchObject({ served: 0, open: { requests: 0, connections: 0 } });
  expect(service.lines.map(({ msg }) => msg).slice(-3)).toEqual([
    'second set up is torn down',
    'first set up is torn down',
    'stopped',
  ]);
});

test('a draining replica is not ready at once, and still answers, asking for the connection to be closed', async () => {
  const service = await ready({ DRAIN_DELAY_MS: '60000', GRACE_PERIOD_MS: '70000' });
  const agent = new Agent({ keepAlive: true });
  expect((await (await ask(service, '/wait/0', agent)).answer).connection).toBe('keep-alive');
  service.kill('SIGTERM');
  await service.line('stopping');
  const { status, body } = await send('GET', `${service.opsUrl}/readyz`);
  expect(status).toBe(503);
  expect(body).toMatchObject({ status: 'not-ready', reasons: [{ name: 'draining' }] });
  expect(await (await fetch(`${service.opsUrl}/metrics`)).text()).toMatch(/^service_draining 1$/m);
  const kept = await (await ask(service, '/wait/1', agent)).answer;
  const fresh = await (await ask(service, '/wait/2')).answer;
  expect(kept).toMatchObject({ status: 200, connection: 'close' });
  expect(fresh).toMatchObject({ status: 200, connection: 'close' });
  agent.destroy();
});

test('a request in flight is answered, while the public port is closed and the operational one still open', async () => {
  const service = await ready();
  const { answer } = await ask(service, '/wait/700');
  service.kill('SIGTERM');
  await until('the public port to close', async () => {
    const refused = await fetch(service.url).then(
      () => false,
      () => true,
    );
    return refused || undefined;
  });
  expect((await send('GET', `${service.opsUrl}/livez`)).status).toBe(200);
  expect(await answer).toMatchObject({ status: 200, connection: 'close', body: '{"waitedMs":700}' });
  const { code, line } = await stoppedLine(service);
  expect(code).toBe(0);
  expect(line).toMatchObject({ open: { requests: 0, connections: 0 } });
});

test('a request whose body is still being sent is answered', async () => {
  const service = await ready();
  const asked = request(`${service.url}/echo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': 15 },
  });
  const response = once(asked, 'response') as Promise<[IncomingMessage]>;
  asked.write('{"word":');
  await until('the request to be active', async () => {
    const metrics = await (await fetch(`${service.opsUrl}/metrics`)).text();
    return metrics.includes('\nhttp_server_active_requests 1\n') || undefined;
  });
  service.kill('SIGTERM');
  await untilDraining(service);
  asked.end('"late"}');
  const [answer] = await response;
  expect(await text(answer)).toBe('{"word":"late"}');
  expect(await stoppedLine(service)).toMatchObject({ code: 0, line: { served: 1 } });
});

test('connections that are idle, never used, or kept alive by an answer already under way do not hold it up', async () => {
  const service = await ready({ GRACE_PERIOD_MS: '20000' });
  const agent = new Agent({ keepAlive: true });
  await (
    await ask(service, '/wait/0', agent)
  ).answer;
  const unused = await connected(service);
  const { answer } = await ask(service, '/stream/400', new Agent({ keepAlive: true }));
  service.kill('SIGTERM');
  expect(await answer).toMatchObject({ status: 200, connection: 'keep-alive', body: 'been' });
  const { code, line } = await stoppedLine(service);
  expect(code).toBe(0);
  expect(line).toMatchObject({ served: 2, open: { requests: 0, connections: 0 } });
  unused.destroy();
  agent.destroy();
});

test('SIGTERM during the start-up ends it: what was set up is torn down, nothing listens, exit 0', async () => {
  const service = launch(main, { START_MS: '300', DRAIN_DELAY_MS: '60000', GRACE_PERIOD_MS: '70000' });
  running.push(service);
  await service.line('starting');
  service.kill('SIGTERM');
  const { code } = await stoppedLine(service);
  expect(code).toBe(0);
  expect(service.lines.map(({ msg }) => msg)).toEqual([
    'starting',
    'stopping',
    'second set up is torn down',
    'first set up is torn down',
    'stopped',
  ]);
});

describe('an exit is forced, with code 3 and what was open in the log,', () => {
  test('by a second SIGTERM', async () => {
    const service = await ready();
    const { answer } = await ask(service, '/wait/50000');
    const lost = failureOf(answer);
    service.kill('SIGTERM');
    await untilDraining(service);
    service.kill('SIGTERM');
    const { code, line } = await stoppedLine(service);
    expect(code).toBe(3);
    expect(line).toMatchObject({
      open: { requests: 1, connections: 1 },
      forced: { by: 'a second signal (SIGTERM)' },
    });
    expect(await lost).toBe('socket hang up');
  });

  test('by the end of the grace period', async () => {
    const service = await ready({ GRACE_PERIOD_MS: '400' });
    const { answer } = await ask(service, '/wait/50000');
    const lost = failureOf(answer);
    service.kill('SIGTERM');
    const { code, line } = await stoppedLine(service);
    expect(code).toBe(3);
    expect(line).toMatchObject({
      open: { requests: 1, connections: 1 },
      forced: { by: 'the end of the grace period (400 ms)', waitingFor: 'requests in flight' },
    });
    expect(await lost).toBe('socket hang up');
  });

  test('when a tear-down does not end', async () => {
    const service = await ready({ GRACE_PERIOD_MS: '400', TEAR_DOWN_MS: '50000' });
    service.kill('SIGTERM');
    const { code, line } = await stoppedLine(service);
    expect(code).toBe(3);
    expect(line).toMatchObject({ forced: { waitingFor: 'second set up' } });
  });

  test('during a start-up that does not end', async () => {
    const service = launch(main, { GRACE_PERIOD_MS: '400', START_MS: '50000' });
    running.push(service);
    await service.line('starting');
    service.kill('SIGTERM');
    const { code, line } = await stoppedLine(service);
    expect(code).toBe(3);
    expect(line).toMatchObject({ forced: { waitingFor: 'the start-up to end' } });
  });
});

test('a rejection that nobody handles is logged, what is in flight is answered, and the exit code is 1', async () => {
  const service = await ready();
  const { answer } = await ask(service, '/wait/300');
  await send('POST', `${service.url}/crash`);
  const crash = await service.line('crashed');
  expect(crash['err']).toMatchObject({ message: 'nobody handles this' });
  expect(await answer).toMatchObject({ status: 200 });
  expect(await stoppedLine(service)).toMatchObject({ code: 1, line: { served: 2 } });
});

test('start and stop are logged whatever LOG_LEVEL says', async () => {
  const service = await ready({ LOG_LEVEL: 'error' });
  service.kill('SIGTERM');
  await service.exited;
  expect(service.lines.map(({ msg }) => msg)).toEqual(['listening', 'ready', 'stopping', 'stopped']);
});
