import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { gatewayOver } from './fixtures/gateway.ts';
import { type ServiceProcess, startService } from './fixtures/process.ts';
import { createReplicaList } from './fixtures/replica-list.ts';
import { createTestTokens } from './fixtures/tokens.ts';
import { startUpstream } from './fixtures/upstream.ts';
import { until } from '../testing/until.ts';

const GATEWAY = new URL('./main.ts', import.meta.url);
const MEGABYTE = 1_000_000;

/** Chunks of random bytes, one at a time, with their hash. */
function randomStream(bytes: number) {
  const hash = createHash('sha256');
  function* chunks() {
    for (let left = bytes; left > 0; left -= 100_000) {
      const chunk = randomBytes(Math.min(left, 100_000));
      hash.update(chunk);
      yield chunk;
    }
  }
  return { stream: Readable.from(chunks()), digest: () => hash.digest('hex') };
}

test('10 MB go through both ways unchanged, also to a client that reads haltingly', async () => {
  const upstream = await startUpstream((received, response) => received.pipe(response));
  const gateway = await gatewayOver([upstream]);
  const { stream, digest } = randomStream(10 * MEGABYTE);
  const { statusCode, body } = await request(`${gateway.url}/api/users`, { method: 'POST', body: stream });
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (Math.trunc(bytes / MEGABYTE) !== Math.trunc((bytes + chunk.length) / MEGABYTE)) await delay(5);
    bytes += chunk.length;
  }
  expect([statusCode, bytes, hash.digest('hex')]).toEqual([200, 10 * MEGABYTE, digest()]);
});

test('a body of known length keeps it', async () => {
  const upstream = await startUpstream((received, response) => {
    response.writeHead(200, { 'content-length': received.headers['content-length'] });
    received.pipe(response);
  });
  const gateway = await gatewayOver([upstream]);
  const sent = randomBytes(2 * MEGABYTE);
  const { headers, body } = await request(`${gateway.url}/api/users`, { method: 'POST', body: sent });
  expect(Buffer.from(await body.arrayBuffer()).equals(sent)).toBe(true);
  expect(upstream.received[0]?.headers['content-length']).toBe(String(sent.length));
  expect(headers['content-length']).toBe(String(sent.length));
});

test('a small body of any bytes arrives as it was sent', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const upstream = await startUpstream((_request, response) => response.end(bytes));
  const gateway = await gatewayOver([upstream]);
  const { body } = await request(`${gateway.url}/api/users/1`);
  expect(Buffer.from(await body.arrayBuffer()).equals(bytes)).toBe(true);
});

test("the gateway's memory does not grow with what streams through it", async () => {
  const list = await createReplicaList();
  const tokens = await createTestTokens();
  const gateway = await startService(GATEWAY, {
    DISCOVERY: `file:${list.path}`,
    POLL_INTERVAL_MS: '20',
    TOKEN_KEYS: `file:${tokens.path}`,
    BODY_LIMIT_BYTES: '1000000000',
  });
  const headers = await tokens.headersOf();
  const upstream = await startUpstream((received, response) => received.pipe(response));
  await list.write(['bookings', 'events'].map((service) => ({ ...upstream, service })));
  await until(() => expect(gateway.lines.some(({ msg }) => msg === 'ready')).toBe(true));
  const echo = async (bytes: number) => {
    const body = randomStream(bytes).stream;
    const answer = await request(`http://${gateway.address}/api/users`, { method: 'POST', headers, body });
    await answer.body.resume().toArray();
  };
  await echo(MEGABYTE);
  const beforeBytes = await peakRssBytes(gateway);
  const streamedBytes = 200 * MEGABYTE;
  await echo(streamedBytes);
  expect((await peakRssBytes(gateway)) - beforeBytes).toBeLessThan(streamedBytes / 2);
});

async function peakRssBytes({ pid }: ServiceProcess): Promise<number> {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}
