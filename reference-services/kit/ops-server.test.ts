import { afterAll, beforeAll, expect, test } from 'vitest';
import { send } from '../testing/http.ts';
import { type RunningService, startReady } from '../testing/service.ts';
import { askReadiness } from './client.ts';
import { metricTable } from './metrics.ts';
import { Metrics } from './registry.ts';

let service: RunningService;

beforeAll(async () => {
  service = await startReady('kit/fixtures/slow-service.ts');
});
afterAll(async () => service[Symbol.asyncDispose]());

const scrape = async () => (await fetch(`${service.opsUrl}/metrics`)).text();

function valueOf(metrics: string, series: string): number {
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.split(' ')[1]);
}

test('the operational port answers liveness, readiness and metrics, and a problem for anything else', async () => {
  expect(await send('GET', `${service.opsUrl}/livez`)).toMatchObject({
    status: 200,
    body: { status: 'alive' },
  });
  expect(await send('GET', `${service.opsUrl}/readyz`)).toMatchObject({
    status: 200,
    body: { status: 'ready' },
  });
  expect((await fetch(`${service.opsUrl}/metrics`)).headers.get('content-type')).toMatch(
    /^text\/plain; version=/,
  );
  expect(await send('GET', `${service.opsUrl}/nothing`)).toMatchObject({
    status: 404,
    body: { status: 404 },
  });
  expect((await send('POST', `${service.opsUrl}/readyz`)).status).toBe(404);
});

test('the public port answers none of them', async () => {
  for (const path of ['/livez', '/readyz', '/metrics']) {
    expect((await send('GET', service.url + path)).status).toBe(404);
  }
});

test('whatever paths and methods are sent, the metrics take no more label values', async () => {
  const seriesAfter = async (requests: [string, string][]) => {
    for (const [method, path] of requests) await fetch(service.url + path, { method });
    return (await scrape())
      .split('\n')
      .filter((line) => line.startsWith('http_server_request_duration_seconds_count'));
  };
  const few = await seriesAfter([
    ['GET', '/nothing/1'],
    ['PURGE', '/nothing/1'],
    ['GET', '/wait/1'],
  ]);
  const many = await seriesAfter([
    ['GET', '/nothing/2'],
    ['GET', '/else?x=1'],
    ['LINK', '/nothing/3'],
    ['GET', '/wait/2'],
  ]);
  expect(many.map((line) => line.split(' ')[0])).toEqual(few.map((line) => line.split(' ')[0]));
});

test('start-up phases are exported in seconds', async () => {
  const metrics = await scrape();
  const { phasesMs } = (await service.line('ready')) as unknown as { phasesMs: Record<string, number> };
  expect(Object.keys(phasesMs)).toEqual(['boot', 'config', 'database', 'listening', 'ready']);
  for (const [phase, ms] of Object.entries(phasesMs)) {
    expect(valueOf(metrics, `service_startup_seconds{phase="${phase}"}`)).toBeCloseTo(ms / 1000, 6);
  }
  expect(phasesMs['ready']).toBeGreaterThan(phasesMs['boot']!);
});

test('the event-loop metrics only grow, however many scrape them', async () => {
  const series = ['active', 'idle'].map((state) => `nodejs_eventloop_${state}_seconds_total`);
  series.push('nodejs_eventloop_delay_seconds_count');
  const first = await scrape();
  await scrape();
  for (const name of series)
    await expect.poll(async () => valueOf(await scrape(), name)).toBeGreaterThan(valueOf(first, name));
});

test('memory, heap, cpu and collections of the process are exported', async () => {
  const metrics = await scrape();
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_heap_size_used_bytes',
    'process_start_time_seconds',
  ]) {
    expect(valueOf(metrics, name)).toBeGreaterThan(0);
  }
  expect(metrics).toContain('# TYPE nodejs_gc_duration_seconds histogram');
});

test('every metric of the table is named by the rules: base units, counters end in _total', () => {
  for (const { name, type, help } of Object.values(metricTable)) {
    expect(name).toMatch(/^[a-z][a-z0-9_]*[a-z0-9]$/);
    expect(name).not.toMatch(/_(ms|millis|kb|mb)(_|$)/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(help).toMatch(/\.$/);
  }
});

test('readiness can be asked by a client, which refuses what is no service of ours', async () => {
  const address = new URL(service.opsUrl).host;
  expect(await askReadiness(address, { timeoutMs: 1000 })).toEqual({ status: 'ready' });
  const publicAddress = new URL(service.url).host;
  await expect(askReadiness(publicAddress, { timeoutMs: 1000 })).rejects.toThrow('is the address right?');
});

test('a replica whose metrics are off answers as ever, and says on their page that they are', async () => {
  await using quiet = await startReady('kit/fixtures/slow-service.ts', { METRICS: 'off' });
  expect(await send('GET', `${quiet.url}/wait/1`)).toMatchObject({ status: 200, body: { waitedMs: 1 } });
  expect(await send('GET', `${quiet.opsUrl}/livez`)).toMatchObject({ status: 200 });
  expect(await send('GET', `${quiet.opsUrl}/readyz`)).toMatchObject({ status: 200 });
  const page = await fetch(`${quiet.opsUrl}/metrics`, {
    headers: { accept: 'application/openmetrics-text' },
  });
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^text\/plain; version=/),
  ]);
  expect(await page.text()).toMatch(/^# METRICS=off: this replica measures nothing [^\n]+\n$/);
});

test('a metric that is told something while metrics are off keeps nothing of it', async () => {
  const [on, off] = [new Metrics(), new Metrics({ off: true })];
  const sums = [on, off].map(async (metrics) => {
    const duration = metrics.histogram('requestDuration');
    const labels = { http_request_method: 'GET', http_route: '/', http_response_status_code: '200' };
    duration.observe(labels, 1);
    metrics.counter('bookings').inc({ outcome: 'booked' });
    metrics.gauge('activeRequests').inc();
    return (await duration.get()).values.length;
  });
  expect(await Promise.all(sums)).toEqual([expect.any(Number), 0]);
  expect((await on.print()).body).toContain('bookings_total{outcome="booked"} 1');
});

test('a few metrics can be asked for by name, with values as fresh as on the whole page', async () => {
  const names = ['nodejs_heap_size_used_bytes', 'nodejs_eventloop_active_seconds_total'];
  const some = async () => {
    const query = new URLSearchParams(names.map((name) => ['name[]', name]));
    return (await fetch(`${service.opsUrl}/metrics?${query}`)).text();
  };
  const first = await some();
  const shown = first.split('\n').filter((line) => line.startsWith('# TYPE'));
  expect(new Set(shown.map((line) => line.split(' ')[2]))).toEqual(new Set(names));
  for (const name of names)
    await expect.poll(async () => valueOf(await some(), name)).not.toBe(valueOf(first, name));
  expect(await (await fetch(`${service.opsUrl}/metrics?name[]=nothing`)).text()).not.toContain('nodejs_');
});

test('metrics that may be switched are off until they are on again, and keep what they held', async () => {
  await using switched = await startReady('kit/fixtures/slow-service.ts', { METRICS: 'switchable' });
  const counted = async () => {
    const page = await (await fetch(`${switched.opsUrl}/metrics`)).text();
    const line = page.split('\n').find((one) => one.startsWith('http_server_request_duration_seconds_count'));
    return page.startsWith('# METRICS=off') ? 'off' : Number(line?.split(' ')[1] ?? 0);
  };
  const measure = async (to: string) =>
    (await fetch(`${switched.opsUrl}/metrics?measure=${to}`, { method: 'POST' })).status;
  const ask = () => send('GET', `${switched.url}/wait/1`);
  await ask();
  await expect.poll(counted).toBe(1);
  expect(await measure('off')).toBe(200);
  await ask();
  expect(await counted()).toBe('off');
  expect(await measure('on')).toBe(200);
  await ask();
  await expect.poll(counted).toBe(2);
  expect(await measure('perhaps')).toBe(400);
  expect((await send('POST', `${service.opsUrl}/metrics?measure=off`)).status).toBe(404);
});
