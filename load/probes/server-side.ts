import type { RunClock } from '../model/clock.ts';
import type { ServerObservation } from '../model/server-observation.ts';
import { scrape, sumOf, type MetricSample } from './metrics-scrape.ts';
import type { Watched } from './probe.ts';

type Durations = ServerObservation['replicas'][number]['durations'];

/** metricName: of the histogram that every HTTP service exports by OpenTelemetry's semantic conventions. */
const metricName = 'http_server_request_duration_seconds';

/** ServerSide reads the replicas' own counters before a load, when its measured stretch begins, and when it is over. */
export interface ServerSide {
  /** measuredFromNow: the warm-up is over. */
  measuredFromNow(): Promise<void>;
  /** finish is to be asked when the last request has been answered. */
  finish(): Promise<ServerObservation>;
}

/** startServerSide is to be asked before the first request. */
export async function startServerSide(
  replicas: readonly (Watched & { readonly url: string })[],
  entryUrl: string,
  clock: RunClock,
): Promise<ServerSide> {
  let measuredFromMs = clock.nowMs();
  const before = await scrapeAll(replicas);
  let warm = before;
  return {
    measuredFromNow: async () => {
      measuredFromMs = clock.nowMs();
      warm = await scrapeAll(replicas);
    },
    finish: async () => {
      const after = await scrapeAll(replicas);
      return {
        kind: 'server',
        measuredFromMs,
        replicas: replicas.map(({ service, name, url }, i) => ({
          service,
          replica: name,
          entry: url === entryUrl,
          requests: difference(countIn(after[i]), countIn(before[i])),
          durations: durationsBetween(warm[i] ?? [], after[i] ?? []),
        })),
      };
    },
  };
}

function scrapeAll(replicas: readonly Watched[]): Promise<MetricSample[][]> {
  return Promise.all(replicas.map(({ metricsUrl }) => scrape(metricsUrl)));
}

/** countIn: a replica that has not answered anything yet has no series; one that gave no page is unknown. */
function countIn(samples: readonly MetricSample[] = []): number | null {
  return samples.length === 0 ? null : (sumOf(samples, `${metricName}_count`) ?? 0);
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null || after < before ? null : after - before;
}

function durationsBetween(before: readonly MetricSample[], after: readonly MetricSample[]): Durations {
  const was = bucketsIn(before);
  return [...bucketsIn(after)]
    .map(([upper, count]) => ({
      upperMs: Number.isFinite(upper) ? upper * 1000 : null,
      count: Math.max(0, count - (was.get(upper) ?? 0)),
    }))
    .toSorted((a, b) => (a.upperMs ?? Number.POSITIVE_INFINITY) - (b.upperMs ?? Number.POSITIVE_INFINITY));
}

/** bucketsIn adds up the buckets of all routes and statuses by their upper end in seconds. */
function bucketsIn(samples: readonly MetricSample[]): Map<number, number> {
  const buckets = new Map<number, number>();
  for (const { name, labels, value } of samples) {
    if (name !== `${metricName}_bucket`) continue;
    const upper = labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le']);
    buckets.set(upper, (buckets.get(upper) ?? 0) + value);
  }
  return buckets;
}
