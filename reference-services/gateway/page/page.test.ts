import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { request } from 'undici';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { pagePatterns } from '../../web/pages.ts';
import { gatewayOver } from '../fixtures/gateway.ts';
import { startUpstream } from '../fixtures/upstream.ts';

const script = `export const page = ${JSON.stringify('a page '.repeat(100))};`;
const documentText =
  '<!doctype html><title>x</title><script type="module" src="/assets/index-a1.js"></script>';
let pageDirectory: string;

beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-page-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  pageDirectory = directory;
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), documentText);
  await writeFile(join(directory, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const asset = join(directory, 'assets/index-a1.js');
  await writeFile(asset, script);
  await writeFile(`${asset}.br`, brotliCompressSync(script));
  await writeFile(`${asset}.gz`, gzipSync(script));
});

test.each(pagePatterns)('%s is the document of the page, to be asked for each time', async (pattern) => {
  const gateway = await gatewayOver([], { pageDirectory });
  const answer = await request(gateway.url + pattern.replace(':id', '018f'));
  expect([answer.statusCode, await answer.body.text()]).toEqual([200, documentText]);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-instance-id': 'gateway-1',
  });
});

test('the document allows nothing but what comes from the gateway, and no script or style within it', async () => {
  const gateway = await gatewayOver([], { pageDirectory });
  const { headers, body } = await request(gateway.url);
  await body.dump();
  const policy = String(headers['content-security-policy']);
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "object-src 'none'",
    ]),
  );
  expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
  expect(headers['permissions-policy']).toContain('geolocation=()');
});

test('a document that is still the same is answered 304, and a new one is sent', async () => {
  const gateway = await gatewayOver([], { pageDirectory });
  const first = await request(gateway.url);
  await first.body.dump();
  const etag = String(first.headers.etag);
  const asked = async (ifNoneMatch: string) => {
    const { statusCode, body, headers } = await request(gateway.url, {
      headers: { 'if-none-match': ifNoneMatch },
    });
    expect(headers['cache-control']).toBe('no-cache');
    return [statusCode, await body.text()];
  };
  expect(await asked(etag)).toEqual([304, '']);
  expect(await asked(`"other", ${etag.replace('W/', '')}`)).toEqual([304, '']);
  expect(await asked('"other"')).toEqual([200, documentText]);
  await writeFile(join(pageDirectory, 'index.html'), documentText.replace('a1', 'b2'));
  const replaced = await gatewayOver([], { pageDirectory });
  const { headers, body } = await request(replaced.url);
  await body.dump();
  expect(headers.etag).not.toBe(etag);
});

test.each([
  ['gzip, deflate, br', 'br', brotliCompressSync(script)],
  ['gzip;q=1, br;q=0', 'gzip', gzipSync(script)],
  ['identity', undefined, Buffer.from(script)],
  ['zstd', undefined, Buffer.from(script)],
  [undefined, undefined, Buffer.from(script)],
])('an asset is for ever; to those who accept %s it is sent as %s', async (accepted, encoding, expected) => {
  const gateway = await gatewayOver([], { pageDirectory });
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  const answer = await request(`${gateway.url}/assets/index-a1.js`, { headers });
  expect(Buffer.from(await answer.body.arrayBuffer())).toEqual(expected);
  expect(answer.headers['content-encoding']).toBe(encoding);
  expect(answer.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=utf-8',
    'content-length': String(expected.byteLength),
    vary: 'accept-encoding',
  });
});

test('HEAD is answered as GET is, without the body', async () => {
  const gateway = await gatewayOver([], { pageDirectory });
  for (const path of ['/', '/assets/index-a1.js']) {
    const got = await request(gateway.url + path);
    await got.body.dump();
    const headed = await request(gateway.url + path, { method: 'HEAD' });
    expect([headed.statusCode, await headed.body.text()]).toEqual([200, '']);
    expect(headed.headers['content-length']).toBe(got.headers['content-length']);
  }
});

test.each([
  '/assets/none.js',
  '/assets/..%2f..%2fpackage.json',
  '/assets/index-a1.js.br',
  '/index.html',
  '/events',
])('%s is no file of the page', async (path) => {
  const gateway = await gatewayOver([], { pageDirectory });
  const { statusCode, body } = await request(gateway.url + path);
  expect(statusCode).toBe(404);
  expect(await body.json()).toMatchObject({ type: 'urn:rehearse:problem:no-such-route' });
});

test('a gateway without the page says so at /, and answers under /api as ever', async () => {
  const upstream = await startUpstream((_request, response) => response.end('events'));
  const gateway = await gatewayOver([{ ...upstream, service: 'events' }], { pageDirectory: '/nowhere' });
  const missing = await request(gateway.url);
  expect(missing.statusCode).toBe(404);
  expect(await missing.body.json()).toMatchObject({
    type: 'urn:rehearse:problem:no-page',
    detail: expect.stringContaining('npm run build'),
  });
  expect(await (await request(`${gateway.url}/api/events`)).body.text()).toBe('events');
});

test('metrics of the page carry the patterns of its routes and no more', async () => {
  const gateway = await gatewayOver([], { pageDirectory });
  for (const path of ['/events/1', '/events/2', '/assets/index-a1.js', '/assets/none.js'])
    await (await request(gateway.url + path)).body.dump();
  const counted = (route: string, status: number) =>
    gateway.metric(
      `http_server_request_duration_seconds_count{http_request_method="GET",http_route="${route}",http_response_status_code="${status}"}`,
    );
  expect([
    await counted('/events/:id', 200),
    await counted('/assets/*', 200),
    await counted('/assets/*', 404),
  ]).toEqual([2, 1, 1]);
});
