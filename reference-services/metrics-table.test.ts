import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportedMetrics, metricsTable } from './metrics-table.ts';
import { type RunningService, startService } from './testing/service.ts';

const names = ['events', 'bookings', 'gateway'] as const;
const unreachable = 'postgres://127.0.0.1:1/none';
const services: Partial<Record<(typeof names)[number], RunningService>> = {};
let directory: string;

// Without a database or a replica every route answers, if only to say so; its labels are the same.
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reference-services-metrics-'));
  await writeFile(join(directory, 'replicas.json'), '[]');
  const variables = {
    DATABASE_URL: unreachable,
    BROKER_URL: unreachable,
    DISCOVERY: `file:${join(directory, 'replicas.json')}`,
    TOKEN_KEYS: `file:${join(directory, 'none.json')}`,
    LOG_LEVEL: 'error',
  };
  for (const name of names) services[name] = await startService(`${name}/main.ts`, variables);
});
afterAll(async () => {
  for (const service of Object.values(services)) await service[Symbol.asyncDispose]();
  if (directory) await rm(directory, { recursive: true, force: true });
});

async function scrape(name: (typeof names)[number]): Promise<readonly string[]> {
  const page = await (await fetch(`${services[name]!.opsUrl}/metrics`)).text();
  return page.split('\n').filter((line) => line !== '');
}

const valueOf = (lines: readonly string[], name: string) =>
  Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1]);

test('METRICS.md is what the code says', async () => {
  const kept = await readFile(new URL('METRICS.md', import.meta.url), 'utf8');
  expect(kept).toBe(metricsTable());
});

describe.each(names)('%s', (name) => {
  test('exports nothing that the table does not have, each as the type that it says', async () => {
    const types = (await scrape(name))
      .filter((line) => line.startsWith('# TYPE '))
      .map((line) => line.slice('# TYPE '.length).split(' '));
    const table = new Map(exportedMetrics().map((metric) => [metric.name, metric.type]));
    expect(types).toEqual(types.map(([metric = '']) => [metric, table.get(metric)]));
  });

  test('says when it started, and counts how long its event loop was busy and idle', async () => {
    const startedBefore = valueOf(await scrape(name), 'process_start_time_seconds');
    expect(startedBefore).toBeGreaterThan(Date.now() / 1000 - 600);
    expect(startedBefore).toBeLessThanOrEqual(Date.now() / 1000 + 1);
    const [first, second] = [await scrape(name), await scrape(name)];
    for (const counter of ['nodejs_eventloop_active_seconds_total', 'nodejs_eventloop_idle_seconds_total']) {
      expect(valueOf(first, counter)).toBeGreaterThan(0);
      expect(valueOf(second, counter)).toBeGreaterThanOrEqual(valueOf(first, counter));
    }
  });

  test('has no more series after many random paths and ids than after one of each kind', async () => {
    await hammer(name, 1);
    const series = seriesOf(await scrape(name));
    expect(series).toContainEqual(expect.stringContaining('http_route="unmatched"'));
    expect(series).toContainEqual(expect.stringContaining('http_request_method="_OTHER"'));
    await hammer(name, 10);
    expect(seriesOf(await scrape(name))).toEqual(series);
  });
});

test('counters end in _total, and only they do', () => {
  for (const { name, type } of exportedMetrics())
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
});

/** What the process does by itself, collecting garbage of one kind or another, has labels of its own. */
function seriesOf(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => /^(http|gateway|bookings|booking|messages|message|outbox|service)_/.test(line))
    .map((line) => line.slice(0, line.lastIndexOf(' ')))
    .toSorted();
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'PURGE'];
const paths = [
  (id: string) => `/${id}`,
  (id: string) => `/${id}/${id}?${id}=${id}`,
  (id: string) => `/events/${id}`,
  (id: string) => `/events/${id}/bookings`,
  (id: string) => `/bookings/${id}`,
  (id: string) => `/users/${id}/bookings?limit=${id}`,
  (id: string) => `/locations?${id}`,
];

async function hammer(name: (typeof names)[number], times: number): Promise<void> {
  const prefix = name === 'gateway' ? '/api' : '';
  for (let n = 0; n < times; n += 1) {
    const asked = methods.flatMap((method) =>
      paths.map((path) => ask(name, method, prefix + path(randomUUID()))),
    );
    await Promise.all(asked);
  }
}

async function ask(name: (typeof names)[number], method: string, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const outgoing = httpRequest(services[name]!.url, { method, path, agent: false }, (response) => {
      response.resume().once('end', resolve);
    });
    outgoing.once('error', reject).end();
  });
}
