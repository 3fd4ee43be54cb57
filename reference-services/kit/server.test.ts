import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send, sendText } from '../testing/http.ts';
import { type RunningService, runCommand, startReady } from '../testing/service.ts';

const main = 'kit/fixtures/slow-service.ts';
const json = { 'content-type': 'application/json' };
let service: RunningService;

beforeAll(async () => {
  service = await startReady(main, { INSTANCE_ID: 'slow-1', ACCESS_LOG_SAMPLE: '1' });
});
afterAll(async () => service[Symbol.asyncDispose]());

describe('bad input is answered with a problem, never with 500', () => {
  const echo = (body: string | undefined, headers: Record<string, string>) => () =>
    sendText('POST', `${service.url}/echo`, body, headers);

  test.each([
    ['malformed JSON', echo('{"word":', json), 400, 'malformed-json'],
    ['an empty body', echo('', json), 400, 'malformed-json'],
    ['no body', echo(undefined, {}), 400, 'invalid-request'],
    ['a wrong type', echo('{"word":7}', json), 400, 'invalid-request'],
    ['an unknown field', echo('{"word":"a","__proto__x":1}', json), 400, 'invalid-request'],
    ['a poisoned prototype', echo('{"word":"a","__proto__":{"x":1}}', json), 400, 'malformed-json'],
    ['another media type', echo('word', { 'content-type': 'text/plain' }), 415, 'unsupported-media-type'],
    ['a body over 64 KiB', echo(`{"word":"${'a'.repeat(70_000)}"}`, json), 413, 'body-too-large'],
    ['an unknown path', () => send('GET', `${service.url}/nothing`), 404, 'no-such-route'],
    ['an unknown method', () => send('PATCH', `${service.url}/echo`), 405, 'method-not-allowed'],
    ['a path that cannot be decoded', () => send('GET', `${service.url}/wait/%zz`), 400, 'malformed-url'],
    [
      'a parameter that is too long',
      () => send('GET', `${service.url}/wait/${'1'.repeat(500)}`),
      414,
      'path-too-long',
    ],
  ])('%s', async (_name, ask, status, slug) => {
    const answer = await ask();
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({ type: `urn:rehearse:problem:${slug}`, status });
    expect(answer.body['title']).toBeTypeOf('string');
    expect(answer.status).toBe(status);
  });

  test('what is not HTTP is answered with 400 and the connection closed', async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write('this is not HTTP\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('urn:rehearse:problem:malformed-http');
  });
});

test('an invalid request is told every member that is wrong, and why', async () => {
  const { body } = await send('POST', `${service.url}/echo`, { word: 'longer than ten' });
  expect(body['errors']).toEqual([{ path: 'body.word', message: expect.stringContaining('10') as string }]);
});

test('an error of the service is a 500 that tells the client nothing, and is logged with the id of the request', async () => {
  const { status, body } = await send('GET', `${service.url}/fail`, undefined, { 'x-request-id': 'find-me' });
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('secret');
  const line = await service.line('request failed', ({ requestId }) => requestId === 'find-me');
  expect(line['err']).toMatchObject({ message: 'secret detail' });
});

describe('the request id', () => {
  const idOf = async (given: Record<string, string>) =>
    (await send('GET', `${service.url}/wait/0`, undefined, given)).headers.get('x-request-id');

  test('of the client is echoed and logged', async () => {
    expect(await idOf({ 'x-request-id': 'mine-1' })).toBe('mine-1');
    await service.line('request', ({ requestId, route }) => requestId === 'mine-1' && route === '/wait/:ms');
  });

  test('is a new one when the client has none, or one that no log should hold', async () => {
    expect(await idOf({})).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf({ 'x-request-id': 'a'.repeat(129) })).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf({ 'x-request-id': '<script>' })).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('every answer names the replica, errors as well', async () => {
  for (const path of ['/wait/0', '/nothing', '/fail', '/wait/%zz']) {
    const { headers } = await send('GET', service.url + path);
    expect(headers.get('x-instance-id')).toBe('slow-1');
  }
});

test('a client that leaves before its answer is counted without a status, and no longer active', async () => {
  const leaving = new AbortController();
  const asked = fetch(`${service.url}/wait/300`, {
    signal: leaving.signal,
    headers: { 'x-request-id': 'leaver' },
  });
  await service.line('waiting', ({ requestId }) => requestId === 'leaver');
  leaving.abort();
  await expect(asked).rejects.toThrow('aborted');
  expect(await service.line('request', ({ requestId }) => requestId === 'leaver')).toMatchObject({
    answered: false,
  });
  const metrics = await (await fetch(`${service.opsUrl}/metrics`)).text();
  expect(metrics).toContain(
    'http_server_request_duration_seconds_count{http_request_method="GET",http_route="/wait/:ms",http_response_status_code=""} 1',
  );
  expect(metrics).toMatch(/^http_server_active_requests 0$/m);
});

test('a port that is taken is one line that says so, and exit code 2', async () => {
  const taken = new URL(service.url).port;
  const { code, stderr } = await runCommand(main, ['serve'], { PORT: taken });
  expect(code).toBe(2);
  expect(stderr).toBe(
    `HOST:PORT is 127.0.0.1:${taken}: the port is taken; choose another or stop what holds it, and start again.\n`,
  );
});

test('a connection that closes in the middle of a body leaves the service well', async () => {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  socket.write(
    'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"wo',
  );
  await once(socket, 'connect');
  socket.destroy();
  expect((await send('POST', `${service.url}/echo`, { word: 'still' })).body).toEqual({ word: 'still' });
});
