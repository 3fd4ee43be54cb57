import { type IncomingHttpHeaders, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { type ExportedSpan, readTraces } from './otlp.ts';
import { until } from './service.ts';

/** Collector takes traces as a real one does, by OTLP over HTTP, and keeps them. */
export interface Collector extends AsyncDisposable {
  /** The variables that have a service send its traces here, soon. */
  readonly variables: Readonly<Record<string, string>>;
  readonly spans: readonly ExportedSpan[];
  readonly headers: readonly IncomingHttpHeaders[];
  /** How often it was sent anything. */
  readonly exports: number;
  /** span waits for a span that fits. */
  span(what: string, fits: (span: ExportedSpan) => boolean): Promise<ExportedSpan>;
  /** trace waits for at least `count` spans of a trace. */
  trace(traceId: string, count: number): Promise<readonly ExportedSpan[]>;
}

/** startCollector listens on a free port. */
export async function startCollector(): Promise<Collector> {
  const spans: ExportedSpan[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    const isCompressed = request.headers['content-encoding'] === 'gzip';
    void buffer(isCompressed ? request.pipe(createGunzip()) : request).then((body) => {
      const isExport = request.method === 'POST' && request.url === '/v1/traces';
      if (!isExport || request.headers['content-type'] !== 'application/x-protobuf')
        return response.writeHead(404).end();
      spans.push(...readTraces(body));
      return response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    variables: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_BSP_SCHEDULE_DELAY: '50',
    },
    spans,
    headers,
    get exports() {
      return headers.length;
    },
    span: (what, fits) => until(`the collector to get ${what}`, () => spans.find(fits)),
    trace: (traceId, count) =>
      until(`${count} spans`, () => {
        const found = spans.filter((span) => span.traceId === traceId);
        return found.length >= count ? found : undefined;
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
