import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { gatewayOver } from '../fixtures/gateway.ts';
import { nobody } from '../fixtures/upstream.ts';
import { until } from '../../testing/until.ts';

const json = { 'content-type': 'application/json' };

/** As Faro's web SDK 2.12 sends it, shortened. */
const meta = {
  app: { name: 'booking-platform-web' },
  session: { id: 'h9wYdf3kqz' },
  page: { id: '/events/:id', url: 'http://127.0.0.1/events/:id' },
  view: { name: '/events/:id' },
};
const vital = (values: object, page = '/events/:id') => ({
  type: 'web-vitals',
  values,
  timestamp: '2026-11-03T10:20:30.000Z',
  context: { id: 'v6-1', rating: 'good', navigation_type: 'navigate', page },
});
const exception = (value: string, frames: object[] = []) => ({
  timestamp: '2026-11-03T10:20:30.000Z',
  type: 'TypeError',
  value,
  stacktrace: { frames },
});

async function sendText(url: string, body: string, headers: Record<string, string> = json) {
  const answer = await request(`${url}/faro/collect`, { method: 'POST', body, headers });
  const got = await answer.body.text();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: got === '' ? {} : (JSON.parse(got) as object),
  };
}
const send = (url: string, beacon: object, headers: Record<string, string> = {}) =>
  sendText(url, JSON.stringify(beacon), { ...json, ...headers });

test('web vitals are counted in seconds, by the page on which the visit began', async () => {
  const { url, metric } = await gatewayOver([]);
  const measurements = [{ lcp: 1200, delta: 1200 }, { fcp: 300 }, { ttfb: 20 }, { inp: 56 }, { cls: 0.02 }];
  const { status } = await send(url, {
    meta,
    measurements: measurements.map((values) => vital(values, '/')),
  });
  expect(status).toBe(202);
  for (const [name, sum] of Object.entries({ lcp: 1.2, fcp: 0.3, ttfb: 0.02, inp: 0.056 })) {
    expect(await metric(`web_vitals_${name}_seconds_sum{page="/"}`)).toBeCloseTo(sum, 6);
    expect(await metric(`web_vitals_${name}_seconds_count{page="/"}`)).toBe(1);
  }
  expect(await metric('web_vitals_cls_sum{page="/"}')).toBeCloseTo(0.02, 6);
});

test('what is no web vital, or no number that one can be, is in no histogram', async () => {
  const { url, metric } = await gatewayOver([]);
  const odd = [{ lcp: -1 }, { lcp: 1e12 }, { lcp: null }, { fid: 3 }].map((values) => vital(values));
  const other = { type: 'custom', values: { lcp: 10 } };
  expect((await send(url, { meta, measurements: [...odd, other] })).status).toBe(202);
  expect(await metric('web_vitals_lcp_seconds_count{page="/events/:id"}')).toBe(0);
});

test('whatever pages are named, those that the platform does not have are one', async () => {
  const { url, metric } = await gatewayOver([]);
  for (let n = 0; n < 20; n += 1) {
    const named = { ...meta, view: { name: `/events/${n}` } };
    await send(url, {
      meta: named,
      measurements: [vital({ lcp: 5 }, `/x/${n}`)],
      exceptions: [exception('x')],
    });
  }
  expect(await metric('web_vitals_lcp_seconds_count{page="other"}')).toBe(20);
  expect(await metric('faro_exceptions_total{page="other"}')).toBe(20);
});

describe('an error of the page', () => {
  test('is counted, and logged with its stack', async () => {
    const { url, metric, log } = await gatewayOver([]);
    const frames = [
      { filename: 'http://127.0.0.1/assets/index-a1.js?x#token=y', function: 'book', lineno: 3, colno: 7 },
    ];
    await send(url, { meta, exceptions: [exception('seats is undefined', frames)] });
    expect(await metric('faro_exceptions_total{page="/events/:id"}')).toBe(1);
    expect(log).toContainEqual(
      expect.objectContaining({
        msg: 'error on the page',
        level: 'warn',
        page: '/events/:id',
        type: 'TypeError',
        message: 'seats is undefined',
        stack: ['book (/assets/index-a1.js:3:7)'],
      }),
    );
  });

  test('is logged without what may name a person', async () => {
    const { url, log } = await gatewayOver([]);
    const id = '018f0000-0000-7000-8000-000000000001';
    const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMThmIn0.c2lnbmF0dXJlLW9mLWl0';
    const said = `for ada@example.org at 192.0.2.7 or 2001:db8::c0:7, 2001:db8:0:0:0:0:c0:7: ${token} of ${id}, http://a/b?name=ada#c`;
    const browser = { userAgent: 'Curiosity/1.0', language: 'de' };
    await send(url, {
      meta: { ...meta, user: { id, email: 'ada@example.org' }, browser },
      exceptions: [exception(said, [{ filename: `http://a/${id}`, function: token }])],
    });
    const logged = JSON.stringify(log);
    expect(logged).toContain('error on the page');
    for (const personal of ['ada', '192.0.2.7', '2001:db8', token, id, 'Curiosity', meta.session.id])
      expect(logged).not.toContain(personal);
  });

  test('takes no more room than a bound, however long it is and however often it comes', async () => {
    const { url, metric, log } = await gatewayOver([]);
    const frames = Array.from({ length: 100 }, () => ({
      filename: 'f'.repeat(200),
      function: 'g'.repeat(200),
    }));
    await send(url, { meta, exceptions: [exception('long '.repeat(1000), frames)] });
    expect(JSON.stringify(log).length).toBeLessThan(12_000);
    for (let n = 0; n < 10; n += 1)
      await send(url, { meta, exceptions: Array.from({ length: 100 }, () => exception('again')) });
    expect(await metric('faro_exceptions_total{page="/events/:id"}')).toBe(1001);
    expect(log.filter(({ msg }) => msg === 'error on the page').length).toBeLessThan(200);
  });
});

test('a name that would change what an object inherits is left out', async () => {
  const { url, metric } = await gatewayOver([]);
  const inherited = `{"exceptions": ${JSON.stringify([exception('x')])}}`;
  const body = `{"meta": {"constructor": {"prototype": {}}}, "__proto__": ${inherited}}`;
  expect((await sendText(url, body)).status).toBe(202);
  expect(await metric('faro_exceptions_total{page="other"}')).toBe(0);
});

describe('a beacon is refused', () => {
  test.each([
    ['that is no JSON', '{', json, 400, 'malformed-json'],
    ['that says of nothing what it is of', '{}', json, 400, 'invalid-request'],
    [
      'whose values are no numbers',
      JSON.stringify({ meta, measurements: [{ type: 'x', values: { a: 'b' } }] }),
      json,
      400,
      'invalid-request',
    ],
    ['of another type', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['that is packed', '{}', { ...json, 'content-encoding': 'gzip' }, 415, 'unsupported-media-type'],
    [
      'over 64 KiB',
      JSON.stringify({ meta, logs: [{ message: 'a'.repeat(70_000) }] }),
      json,
      413,
      'body-too-large',
    ],
  ])('%s', async (_what, body, headers, status, slug) => {
    const { url } = await gatewayOver([]);
    const answer = await sendText(url, body, headers);
    expect([answer.status, answer.body]).toEqual([
      status,
      expect.objectContaining({ type: `urn:rehearse:problem:${slug}` }),
    ]);
  });

  test('when an address sends too many, with the time after which it may again', async () => {
    const { url } = await gatewayOver([], { faroRateLimitPerSecond: 1, faroRateLimitBurst: 3 });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await send(url, { meta })).status);
    expect(statuses).toEqual([202, 202, 202, 429]);
    expect((await send(url, { meta })).headers['retry-after']).toMatch(/^\d+$/);
  });
});

test('a beacon that is sent again under its key counts once', async () => {
  const { url, metric } = await gatewayOver([]);
  const beacon = { meta, exceptions: [exception('once')] };
  for (const key of ['first', 'first', 'second'])
    expect((await send(url, beacon, { 'idempotency-key': key })).status).toBe(202);
  expect(await metric('faro_exceptions_total{page="/events/:id"}')).toBe(2);
});

describe('with FARO_FORWARD_URL', () => {
  test('a beacon is passed on unchanged', async () => {
    const received: { path: string | undefined; body: string; type: string | undefined }[] = [];
    const alloy = createServer((got, response) => {
      const keep = async () => {
        received.push({ path: got.url, body: await text(got), type: got.headers['content-type'] });
        response.writeHead(202).end();
      };
      void keep();
    }).listen(0, '127.0.0.1');
    await once(alloy, 'listening');
    onTestFinished(() => void alloy.close());
    const { port } = alloy.address() as AddressInfo;
    const { url, metric } = await gatewayOver([], { faroForwardUrl: `http://127.0.0.1:${port}/collect` });
    const body = `{ "unknown": 1.0,\n "meta": ${JSON.stringify(meta)}, "events": [{"name": "ü"}] }`;
    expect((await sendText(url, body)).status).toBe(202);
    await until(() => expect(received).toEqual([{ path: '/collect', body, type: 'application/json' }]));
    await until(async () => expect(await metric('faro_forwards_total{outcome="forwarded"}')).toBe(1));
  });

  test('a receiver that is away costs its beacons and one line in the log, and no request', async () => {
    const { url, metric, log } = await gatewayOver([], {
      faroForwardUrl: `http://${await nobody()}/collect`,
    });
    for (let n = 0; n < 3; n += 1)
      expect((await send(url, { meta, exceptions: [exception('x')] })).status).toBe(202);
    await until(async () => expect(await metric('faro_forwards_total{outcome="failed"}')).toBe(3));
    expect(await metric('faro_exceptions_total{page="/events/:id"}')).toBe(3);
    expect(log.filter(({ msg }) => msg === 'beacons cannot be passed on')).toHaveLength(1);
  });

  test('a receiver that is silent holds no more than a bound', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    const { url, metric } = await gatewayOver([], { faroForwardUrl: `http://127.0.0.1:${port}/` });
    await Promise.all(Array.from({ length: 60 }, () => send(url, { meta })));
    expect(await metric('faro_forwards_total{outcome="dropped"}')).toBeGreaterThan(0);
    await until(async () => {
      const failed = await metric('faro_forwards_total{outcome="failed"}');
      expect(failed + (await metric('faro_forwards_total{outcome="dropped"}'))).toBe(60);
    });
  });
});
