import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { singleRequestPlan, type SingleRequest } from './single-request.ts';
import { planFor, runLoad } from './truth/run-load.ts';

interface Seen extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: string;
}

/** seenBy runs one request per second through the engine, and gives what a server saw of the first. */
async function seenBy(request: Omit<SingleRequest, 'url'>, path: string): Promise<Seen> {
  const seen: Seen[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
    incoming.on('end', () => {
      seen.push({ method: incoming.method!, url: incoming.url!, headers: incoming.headers, body });
      response.end('ok');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = new URL(path, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const { baseUrl, scenario } = singleRequestPlan({ ...request, url }, settings);
  const { observation } = await runLoad(baseUrl, { scenario, ratePerSecond: 10, durationMs: 100 });
  expect(observation.measured.ledger.ok).toBe(1);
  return seen[0]!;
}

const { baseUrl: _url, scenario: _scenario, maxInFlight: _max, ...settings } = planFor('http://127.0.0.1:9');

test('a request arrives as it was written, braces and all', async () => {
  const body = 'not a {template}, nor is {this.one}';
  const headers = [
    ['X-Note', '{literal} text'],
    ['accept', 'a/b'],
    ['Accept', 'c/d'],
  ] as const;
  const seen = await seenBy({ method: 'PUT', headers, body }, '/a/{id}/b?q={x}&r=1');
  expect(seen).toMatchObject({ method: 'PUT', url: '/a/%7Bid%7D/b?q=%7Bx%7D&r=1', body });
  expect(seen.headers).toMatchObject({
    'x-note': '{literal} text',
    accept: 'a/b, c/d',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(body.length),
  });
  expect(seen.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-0$/);
});

test('a body that is exactly one template arrives as it was written', async () => {
  expect((await seenBy({ method: 'POST', headers: [], body: '{name}' }, '/')).body).toBe('{name}');
});

test.each([
  ['{"seats":2}', 'application/json'],
  ['[1]', 'application/json'],
  ['7', 'text/plain; charset=utf-8'],
  ['{seats:2}', 'text/plain; charset=utf-8'],
])('the body %s goes out as %s', (body, contentType) => {
  const request = { url: new URL('http://127.0.0.1/'), method: 'POST', headers: [], body } as const;
  const { scenario } = singleRequestPlan(request, settings);
  expect(scenario.steps[0]?.headers).toEqual({ 'content-type': contentType });
});

test('a header that is given wins over the content type by looks', () => {
  const headers = [['Content-Type', 'application/x-ndjson']] as const;
  const request = { url: new URL('http://127.0.0.1/'), method: 'POST', headers, body: '{}' } as const;
  expect(singleRequestPlan(request, settings).scenario.steps[0]?.headers).toEqual({
    'content-type': 'application/x-ndjson',
  });
});

test.each([
  ['bad name', 'x', /not one that HTTP allows/],
  ['x-note', 'line\nbreak', /not one that HTTP allows/],
  ['content-length', '5', /written by the engine itself/],
  ['Transfer-Encoding', 'chunked', /written by the engine itself/],
])('the header %s: %j is a problem of usage', (name, value, said) => {
  const request = { url: new URL('http://127.0.0.1/'), method: 'GET', headers: [[name, value]] } as const;
  expect(() => singleRequestPlan(request, settings)).toThrow(said);
});

test('as many may be in flight as ten seconds of the rate, unless it is said', () => {
  const request = { url: new URL('http://127.0.0.1/'), method: 'GET', headers: [] } as const;
  expect(
    singleRequestPlan(request, {
      ...settings,
      load: { model: 'open', ratePerSecond: 50, arrivals: 'uniform' },
    }).maxInFlight,
  ).toBe(500);
  expect(singleRequestPlan(request, { ...settings, maxInFlight: 3 }).maxInFlight).toBe(3);
});
