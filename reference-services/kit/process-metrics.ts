import { PerformanceObserver, constants, performance } from 'node:perf_hooks';
import heapSizeAndUsed from 'prom-client/lib/metrics/heapSizeAndUsed.js';
import heapSpacesSizeAndUsed from 'prom-client/lib/metrics/heapSpacesSizeAndUsed.js';
import osMemoryHeap from 'prom-client/lib/metrics/osMemoryHeap.js';
import processCpuTotal from 'prom-client/lib/metrics/processCpuTotal.js';
import processMaxFileDescriptors from 'prom-client/lib/metrics/processMaxFileDescriptors.js';
import processOpenFileDescriptors from 'prom-client/lib/metrics/processOpenFileDescriptors.js';
import processStartTime from 'prom-client/lib/metrics/processStartTime.js';
import version from 'prom-client/lib/metrics/version.js';
import type { Metrics } from './registry.ts';

// Left out of prom-client's set: its event-loop metrics (reset by each scrape, or of the last minute only) and its
// collections metric (counts one collection of each batch). Ours below are cumulative and complete.
const fromPromClient = [
  processCpuTotal,
  processStartTime,
  osMemoryHeap,
  processOpenFileDescriptors,
  processMaxFileDescriptors,
  heapSizeAndUsed,
  heapSpacesSizeAndUsed,
  version,
];

// Four looks a second tell the same share of late ones as fifty, and each wakes a process that has nothing to do.
const delayProbeMs = 250;

/** collectProcessMetrics exports what prom-client and Node.js know of this process, unless metrics are off: cpu, memory, heap, event loop. */
export function collectProcessMetrics(metrics: Metrics): void {
  if (metrics.off) return;
  for (const make of fromPromClient) make(metrics.registry);
  collectUtilization(metrics);
  collectDelay(metrics);
  collectGarbageCollections(metrics);
}

function collectUtilization(metrics: Metrics): void {
  metrics.counter('eventLoopActiveSeconds', (counter) => {
    counter.reset();
    counter.inc(performance.eventLoopUtilization().active / 1000);
  });
  metrics.counter('eventLoopIdleSeconds', (counter) => {
    counter.reset();
    counter.inc(performance.eventLoopUtilization().idle / 1000);
  });
}

function collectDelay(metrics: Metrics): void {
  const delay = metrics.histogram('eventLoopDelay');
  let probe: NodeJS.Timeout | undefined;
  whileMeasuring(metrics, (measuring) => {
    clearInterval(probe);
    if (!measuring) return;
    let dueMs = performance.now() + delayProbeMs;
    probe = setInterval(() => {
      const nowMs = performance.now();
      delay.observe(Math.max(0, nowMs - dueMs) / 1000);
      dueMs = nowMs + delayProbeMs;
    }, delayProbeMs);
    probe.unref();
  });
}

const collectionKinds = new Map<number, string>([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

function collectGarbageCollections(metrics: Metrics): void {
  const duration = metrics.histogram('gcDuration');
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { kind } = (entry as unknown as { detail: { kind: number } }).detail;
      duration.observe({ kind: collectionKinds.get(kind) ?? 'other' }, entry.duration / 1000);
    }
  });
  whileMeasuring(metrics, (measuring) =>
    measuring ? observer.observe({ entryTypes: ['gc'] }) : observer.disconnect(),
  );
}

function whileMeasuring(metrics: Metrics, follow: (measuring: boolean) => void): void {
  metrics.onMeasure(follow);
  follow(metrics.measuring);
}
