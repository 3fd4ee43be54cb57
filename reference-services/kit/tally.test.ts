import { expect, test } from 'vitest';
import { metricTable } from './metrics.ts';
import { Metrics } from './registry.ts';

const names = metricTable.requestDuration.labels;
const seen: readonly [method: string, route: string, status: number, seconds: number][] = [
  ['GET', '/events/:id', 200, 0.0004],
  ['GET', '/events/:id', 200, 0.001],
  ['GET', '/events/:id', 404, 0.0011],
  ['POST', '/events/:id', 200, 0.3],
  ['GET', '/events', 200, 99],
];

test('what is tallied is printed as if each value had been observed', async () => {
  const [tallied, observed] = [new Metrics(), new Metrics()];
  const tally = tallied.tally('requestDuration');
  const histogram = observed.histogram('requestDuration');
  for (const [method, route, status, seconds] of seen) {
    tally.count(seconds, method, route, status);
    const [first, second, third] = names;
    histogram.observe({ [first]: method, [second]: route, [third]: String(status) }, seconds);
  }
  expect((await tallied.print()).body).toBe((await observed.print()).body);
});

test('values that are tallied and values that are observed add up, whichever came first', async () => {
  const metrics = new Metrics();
  const tally = metrics.tally('upstreamDuration');
  const labels = { service: 'events', http_response_status_code: '200' };
  tally.histogram.observe(labels, 1);
  tally.count(2, 'events', 200);
  tally.histogram.observe(labels, 3);
  const { body } = await metrics.print();
  const series = 'gateway_upstream_request_duration_seconds';
  expect(body).toContain(`${series}_sum{service="events",http_response_status_code="200"} 6`);
  expect(body).toContain(`${series}_count{service="events",http_response_status_code="200"} 3`);
});

test('nothing is tallied while metrics are off', async () => {
  const metrics = new Metrics();
  const tally = metrics.tally('upstreamDuration');
  metrics.measure(false);
  tally.count(1, 'events', 200);
  metrics.measure(true);
  expect((await metrics.print()).body).not.toContain('service="events"');
});

test('a gauge is right when metrics are on again, whatever changed while they were off', async () => {
  const metrics = new Metrics();
  const [draining, ejected] = [metrics.gauge('draining'), metrics.gauge('ejectedReplicas')];
  ejected.inc({ service: 'events' });
  metrics.measure(false);
  draining.set(1);
  ejected.dec({ service: 'events' });
  metrics.measure(true);
  const { body } = await metrics.print();
  expect(body).toContain('service_draining 1\n');
  expect(body).toContain('gateway_ejected_replicas{service="events"} 0\n');
});
