import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { startCollector } from '../../testing/collector.ts';
import type { ExportedSpan } from '../../testing/otlp.ts';
import { type RunningService, type Variables, startReady } from '../../testing/service.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${parentId}-01`;
const collector = await startCollector();
afterAll(() => collector[Symbol.asyncDispose]());

const start = (variables: Variables = {}) => startReady('kit/fixtures/slow-service.ts', variables);
const traced = (variables: Variables = {}) => start({ ...collector.variables, ...variables });
const ask = async ({ url }: RunningService, headers: Variables = {}, path = '/wait/0') => {
  const response = await fetch(url + path, { headers });
  await response.text();
  return response.status;
};
const from = (service: RunningService) => (span: ExportedSpan) =>
  span.resource['service.instance.id'] === `slow-${service.pid}`;
const spanOf = (service: RunningService) => collector.span(`a span of ${service.pid}`, from(service));

test('a request is a span by the name of its route, below what its headers name, and says nothing of its query', async () => {
  await using service = await traced({
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=a%20test,service.name=other',
  });
  await ask(service, { traceparent, tracestate: 'vendor=1', 'user-agent': 'me' }, '/wait/0?secret=1');
  const { host } = new URL(service.url);
  expect(await spanOf(service)).toEqual({
    resource: {
      'deployment.environment.name': 'a test',
      'service.instance.id': `slow-${service.pid}`,
      'service.name': 'other',
      'telemetry.sdk.language': 'nodejs',
      'telemetry.sdk.name': 'opentelemetry',
      'telemetry.sdk.version': expect.any(String),
    },
    traceId,
    spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    parentSpanId: parentId,
    traceState: 'vendor=1',
    name: 'GET /wait/:ms',
    kind: 'SERVER',
    attributes: {
      'http.request.method': 'GET',
      'http.route': '/wait/:ms',
      'http.response.status_code': 400,
      'url.path': '/wait/0',
      'url.scheme': 'http',
      'network.protocol.version': '1.1',
      'server.address': '127.0.0.1',
      'server.port': Number(host.split(':')[1]),
      'client.address': '127.0.0.1',
      'user_agent.original': 'me',
    },
    failed: false,
  });
});

test('a path that has no route gives its span no name', async () => {
  await using service = await traced();
  await ask(service, {}, '/no/such/place');
  expect(await spanOf(service)).toMatchObject({
    name: 'GET',
    parentSpanId: '',
    attributes: { 'http.response.status_code': 404 },
  });
});

test.each([
  ['unset', {}],
  ['none', { OTEL_TRACES_EXPORTER: 'none', ...collector.variables }],
  ['disabled', { OTEL_SDK_DISABLED: 'true', OTEL_TRACES_EXPORTER: 'otlp', ...collector.variables }],
])('traces that are %s are not sent, and leave logs and metrics as they are', async (_, variables) => {
  const before = collector.exports;
  await using service = await start({ ...variables, ACCESS_LOG_SAMPLE: '1' });
  await ask(service, { traceparent });
  expect(await service.line('request')).not.toHaveProperty('trace_id');
  const page = await metricsOf(service);
  expect(page.contentType).toMatch(/^text\/plain/);
  expect(page.body).not.toContain('trace_id');
  service.kill('SIGTERM');
  expect(await service.exited).toMatchObject({ code: 0 });
  expect(collector.exports).toBe(before);
});

test('the spans of the last requests arrive before the process ends', async () => {
  await using service = await traced({ OTEL_BSP_SCHEDULE_DELAY: '600000' });
  await ask(service);
  expect(collector.spans.filter(from(service))).toEqual([]);
  service.kill('SIGTERM');
  expect(await service.exited).toMatchObject({ code: 0 });
  expect(collector.spans.filter(from(service))).toMatchObject([{ name: 'GET /wait/:ms' }]);
});

test('headers for the collector are sent to it, and printed nowhere', async () => {
  const secret = 'Bearer very-secret';
  await using service = await traced({
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(secret)},x-tenant=all`,
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-tenant=mine',
  });
  await ask(service);
  await spanOf(service);
  expect(collector.headers.at(-1)).toMatchObject({ authorization: secret, 'x-tenant': 'mine' });
  expect(JSON.stringify(service.lines)).not.toContain('very-secret');
});

test('a collector that is not there is logged once, and no request is the worse for it', async () => {
  await using service = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1',
    OTEL_BSP_SCHEDULE_DELAY: '10',
  });
  const lost = 'traces do not reach the collector and are dropped';
  while (!service.lines.some(({ msg }) => msg === lost)) expect(await ask(service)).toBe(200);
  for (let round = 0; round < 20; round += 1) expect(await ask(service)).toBe(200);
  service.kill('SIGTERM');
  expect(await service.exited).toMatchObject({ code: 0 });
  expect(service.lines.filter(({ msg }) => msg === lost)).toHaveLength(1);
});

test('a collector that never answers keeps neither requests nor the end waiting', async () => {
  const held = new Set<Socket>();
  const silent = createServer((socket) => held.add(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  await using service = await start({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${port}/traces`,
    OTEL_BSP_SCHEDULE_DELAY: '10',
    GRACE_PERIOD_MS: '1000',
  });
  while (held.size === 0) expect(await ask(service)).toBe(200);
  expect(await ask(service)).toBe(200);
  service.kill('SIGTERM');
  expect(await service.exited).toMatchObject({ code: 0 });
  expect(service.lines.map(({ msg }) => msg)).toContain(
    'the last traces did not reach the collector in time',
  );
  for (const socket of held) socket.destroy();
  silent.close();
});

test.each([
  ['always_off', traceparent, []],
  ['traceidratio', traceparent, []],
  ['parentbased_always_on', `00-${traceId}-${parentId}-00`, []],
  ['parentbased_always_off', traceparent, [traceId]],
  ['parentbased_traceidratio', undefined, []],
  ['always_on', `00-${traceId}-${parentId}-00`, [traceId]],
])('%s sends of a trace with %s: %j', async (sampler, header, sent) => {
  await using service = await traced({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: '0' });
  await ask(service, header === undefined ? {} : { traceparent: header });
  service.kill('SIGTERM');
  await service.exited;
  expect(collector.spans.filter(from(service)).map((span) => span.traceId)).toEqual(sent);
});

test('a malformed traceparent begins a trace of its own', async () => {
  await using service = await traced();
  await ask(service, { traceparent: `00-${traceId}-0000000000000000-01`, tracestate: 'vendor=1' });
  expect(await spanOf(service)).toMatchObject({ parentSpanId: '', traceState: '' });
});

async function metricsOf({ opsUrl }: RunningService, accept = 'text/plain') {
  const response = await fetch(`${opsUrl}/metrics`, { headers: { accept } });
  return { contentType: response.headers.get('content-type'), body: await response.text() };
}

// As Prometheus asks.
const openMetrics =
  'application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1';
const bucketLine = /^http_server_request_duration_seconds_bucket\{.*/;

test('latency in OpenMetrics names the trace of a request in each bucket, and only if it was sent', async () => {
  await using service = await traced();
  await ask(service, { traceparent: `00-${traceId}-${parentId}-00` });
  const unsampled = await metricsOf(service, openMetrics);
  expect(unsampled.body).not.toContain(' # {');
  await ask(service, { traceparent });
  const { spanId } = await spanOf(service);
  const { contentType, body } = await metricsOf(service, openMetrics);
  expect(contentType).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
  const exemplars = body.split('\n').filter((line) => bucketLine.test(line) && line.includes(' # {'));
  expect(exemplars).toEqual([
    expect.stringMatching(new RegExp(` # \\{trace_id="${traceId}",span_id="${spanId}"\\} 0\\.\\d+ \\d+`)),
  ]);
  expect(body.endsWith('# EOF\n')).toBe(true);
});

test('a scrape in OpenMetrics leaves the plain text as it is', async () => {
  await using service = await traced();
  await ask(service);
  const names = ({ body }: { readonly body: string }) =>
    body.split('\n').filter((line) => line.startsWith('# TYPE'));
  const before = names(await metricsOf(service));
  const [opened, plain] = await Promise.all([metricsOf(service, openMetrics), metricsOf(service)]);
  expect(names(plain)).toEqual(before);
  expect(plain.body).toContain('process_cpu_seconds_total ');
  expect(plain.body).not.toContain('trace_id');
  expect(names(opened)).toEqual(before.map((line) => line.replace(/_total counter$/, ' counter')));
  expect(opened.body).toContain('process_cpu_seconds_total ');
});

test('log lines of a request say which span they belong to, and others belong to none', async () => {
  await using service = await traced({ ACCESS_LOG_SAMPLE: '1' });
  await ask(service, { traceparent });
  const { spanId } = await spanOf(service);
  const ids = { trace_id: traceId, span_id: spanId };
  expect(await service.line('request')).toMatchObject(ids);
  expect(await service.line('waiting')).toMatchObject(ids);
  expect(await service.line('ready')).not.toHaveProperty('trace_id');
});
