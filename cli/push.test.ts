import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { observationsOf } from '../load/model/observation.ts';
import { lacksPrometheus, startPrometheus } from '../load/telemetry/testing/prometheus.ts';
import { readResult } from '../reports/read-result.ts';
import { startHarness } from './testing/harness.ts';

const short = ['--rate', '50', '--startups', '2', '--warm-up', '1s', '--duration', '3s', '--replicas', '1,2'];

test.skipIf(lacksPrometheus())(
  'a run with its steps and restarts stands in Prometheus (needs docker)',
  async () => {
    await using prometheus = await startPrometheus();
    const harness = startHarness(['run', 'quick', ...short, '--prometheus', prometheus.url]);
    expect([0, 3, 4, 5], harness.stderr()).toContain(await harness.ended);
    const result = await readResult(join(harness.workingDirectory, 'runs', 'latest'));
    expect(result.warnings.filter(({ code }) => code === 'prometheus-push')).toEqual([]);
    expect(result.settings['prometheus']).toBe(prometheus.url);

    const of = `run="${result.startedAt}"`;
    const last = (series: string) => prometheus.query(`last_over_time(${series}[10m])`);
    const started = await last(`rehearse_experiment_start_timestamp_seconds{${of}}`);
    expect(new Map(started.map(({ metric, value }) => [metric['experiment'], Math.round(value)]))).toEqual(
      new Map(
        result.experiments.map(({ name, startedAtMs }) => [
          name,
          Math.round((Date.parse(result.startedAt) + startedAtMs) / 1000),
        ]),
      ),
    );
    const marked = await last(`rehearse_marker_timestamp_seconds{${of}}`);
    const labels = marked.map(({ metric }) => `${metric['experiment']} ${metric['kind']} ${metric['label']}`);
    expect(labels.toSorted()).toEqual(
      [
        ...new Set(
          result.experiments.flatMap(({ name, markers }) =>
            markers.map(({ kind, label }) => `${name} ${kind} ${label}`),
          ),
        ),
      ].toSorted(),
    );
    for (const { name, observations } of result.experiments) {
      for (const { measured } of observationsOf(observations, 'load')) {
        const sent = `rehearse_load_requests_total{${of},experiment="${name}",phase="measuring",outcome="sent"}`;
        expect(
          (await last(sent)).map(({ value }) => value),
          name,
        ).toEqual([measured.ledger.sent]);
      }
    }
    expect((await last(`rehearse_replica_memory_bytes{${of},kind="rss"}`)).length).toBeGreaterThan(2);
    expect((await last(`rehearse_replica_drain_seconds{${of}}`)).length).toBeGreaterThan(2);
    expect(await last(`rehearse_run_verdict{${of}}`)).toHaveLength(1);
    const figures = await last(`{__name__=~"rehearse_figure(_seconds|_bytes|_ratio)?",${of},stat="value"}`);
    expect(figures.length).toBe(result.figures.filter(({ value }) => value !== null).length);
  },
);

test('without a Prometheus nothing is pushed, whatever the environment says to others', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: url,
    OTEL_METRICS_EXPORTER: 'otlp',
    K6_PROMETHEUS_RW_SERVER_URL: url,
  };
  const harness = startHarness(['run', 'startup', '--startups', '1'], env);
  expect([0, 3, 4, 5], harness.stderr()).toContain(await harness.ended);
  expect(connections).toBe(0);
});
