import { expect, test } from 'vitest';
import { lacks } from '../testing/needs.ts';
import {
  hasOpenTelemetryCollector,
  startOpenTelemetryCollector,
} from '../testing/opentelemetry-collector.ts';
import { bookingTrace, startTracedPlatform, treeOf } from './fixtures/traced-platform.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';

test.skipIf(lacks('otelcol', hasOpenTelemetryCollector))(
  'the OpenTelemetry Collector takes a booking as one trace, and passes it on whole (otelcol)',
  async () => {
    await using collector = await startOpenTelemetryCollector();
    await using traced = await startTracedPlatform(collector);
    await traced.book(traceId);
    const spans = await collector.trace(traceId, bookingTrace.length);
    expect(treeOf(spans, 'b7ad6b7169203331')).toEqual(bookingTrace);
    for (const span of spans) expect(span).toMatchObject({ failed: false, traceState: 'vendor=1' });
  },
);
