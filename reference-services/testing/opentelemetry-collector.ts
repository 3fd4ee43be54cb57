import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Collector, startCollector } from './collector.ts';
import { until } from './service.ts';
import { freePort } from './free-port.ts';

/** hasOpenTelemetryCollector: whether `otelcol` is on PATH, with the OTLP receiver and the OTLP HTTP exporter. */
export const hasOpenTelemetryCollector = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((directory) => existsSync(join(directory, 'otelcol')));

/** startOpenTelemetryCollector starts the real one, which passes on what it gets; what comes through can be seen. */
export async function startOpenTelemetryCollector(): Promise<Collector> {
  await using teardown = new AsyncDisposableStack();
  const behind = teardown.use(await startCollector());
  const port = await freePort();
  const config = {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: { otlphttp: { endpoint: behind.variables['OTEL_EXPORTER_OTLP_ENDPOINT'] } },
    service: {
      telemetry: { metrics: { level: 'none' } },
      pipelines: { traces: { receivers: ['otlp'], exporters: ['otlphttp'] } },
    },
  };
  const child = spawn('otelcol', [`--config=yaml:${JSON.stringify(config)}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  const said = text(child.stderr);
  teardown.defer(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  await until('the collector to listen', async () => {
    if (child.exitCode !== null) throw new Error(`otelcol ended with ${child.exitCode}: ${await said}`);
    return fetch(`http://127.0.0.1:${port}/v1/traces`).catch(() => undefined);
  });
  const ending = teardown.move();
  return {
    variables: { ...behind.variables, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
    spans: behind.spans,
    headers: behind.headers,
    get exports() {
      return behind.exports;
    },
    span: (what, fits) => behind.span(what, fits),
    trace: (id, count) => behind.trace(id, count),
    [Symbol.asyncDispose]: () => ending.disposeAsync(),
  };
}
