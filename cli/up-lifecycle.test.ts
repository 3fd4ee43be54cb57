import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { expectNothingLeft } from './testing/ending.ts';
import { startHarness, until, type Harness } from './testing/harness.ts';
import { standing } from './testing/standing.ts';

describe('rehearse up', () => {
  test('serves what it says until Ctrl-C, tells a Prometheus of its load, and leaves nothing', async () => {
    const told: string[] = [];
    const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      told.push(`${request.url} ${await text(request)}`);
      response.end('{}');
    };
    const prometheus = createHttpServer((request, response) => void take(request, response));
    prometheus.listen(0, '127.0.0.1');
    onTestFinished(() => void prometheus.close());
    await once(prometheus, 'listening');
    const { port } = prometheus.address() as { port: number };
    const { harness, entryUrl, replicas, below } = await standing([
      '--replicas',
      'bookings=3',
      '--load',
      '5',
      '--prometheus',
      `http://127.0.0.1:${port}`,
    ]);
    expect(replicas.map(({ name }) => name).toSorted()).toEqual([
      'bookings-1',
      'bookings-2',
      'bookings-3',
      'events-1',
      'gateway-1',
    ]);
    const answer = await fetch(`${entryUrl}/api/events?limit=3`);
    expect((await answer.json()) as { items: unknown[] }).toMatchObject({ items: [{}, {}, {}] });
    for (const { opsUrl } of replicas) expect((await fetch(`${opsUrl}/readyz`)).status).toBe(200);
    // Every service, the database and the reaper, at least.
    expect(below.length).toBeGreaterThan(6);
    await until('a line about the load', 20_000, () => /requests\/s, .* 0 failed/.test(harness.stderr()));
    process.kill(-harness.process.pid!, 'SIGINT');
    expect(await harness.ended).toBe(0);
    expect(harness.stderr()).toMatch(/[1-9]\d* requests, 0 failed/);
    expect(told.join('')).toMatch(/^\/api\/v1\/otlp\/v1\/metrics .*rehearse_load_requests_total/);
    expect(told.at(-1)).toMatch(/"visitors".*rehearse_run_end_timestamp_seconds/);
    await expectNothingLeft(harness, below);
  });

  test('leaves nothing for longer than 5 s when it is killed', async () => {
    const { harness, below } = await standing();
    harness.process.kill('SIGKILL');
    await harness.ended;
    await expectNothingLeft(harness, below, { withinMs: 5_000 });
  });

  test('says that a replica has ended by itself, and still leaves nothing', async () => {
    const { harness, replicas, below } = await standing();
    process.kill(replicas.find(({ service }) => service === 'events')!.pid, 'SIGKILL');
    await until('the line that says so', 10_000, () => /events-1 .*SIGKILL/.test(harness.stderr()));
    harness.process.kill('SIGTERM');
    expect(await harness.ended).toBe(0);
    await expectNothingLeft(harness, below);
  });

  test('a busy port is one line with what, where and the next step', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const harness = startHarness(['up', '--target', 'process', '--port', String(port)]);
    expect(await harness.ended).toBe(2);
    expect(problemLine(harness)).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}.*Next: .*--port`));
    expect(readdirSync(harness.temporaryDirectory)).toEqual([]);
  });
});

function problemLine(harness: Harness): string {
  return (
    harness
      .stderr()
      .split('\n')
      .find((line) => line.startsWith('rehearse: ')) ?? ''
  );
}
