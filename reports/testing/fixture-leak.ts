import type { LeakAnalysis, ReplicaLeak } from '../../load/model/leak-analysis.ts';
import { memoryPhases } from '../../load/model/memory-observation.ts';
import type { Experiment } from '../../load/model/result.ts';

const mebibyte = 1024 * 1024;

/** leakExperiment: what two replicas held at named moments and after blocks of load. */
export function leakExperiment(startedAtMs: number): Experiment {
  return {
    kind: 'leak',
    name: 'leak',
    title: 'Memory under load, and what is left of it',
    question: 'Does what is kept grow with the requests served?',
    control: false,
    startedAtMs,
    endedAtMs: startedAtMs + 30_000,
    observations: [
      {
        kind: 'retained-memory',
        leakLimitBytesPerRequest: 10,
        replicas: ['bookings', 'events'].map((service) => ({
          service,
          replica: `${service}-1`,
          heapUnseen: null,
          requestsFrom: 'replica' as const,
          readings: memoryPhases.map((moment, i) => reading(startedAtMs + i * 6000, moment, 20 + i * 2)),
          cgroupPeakBytes: null,
          cgroupNote: 'it has no control group of its own',
          snapshots: [],
        })),
      },
    ],
    markers: [],
  };
}

function reading(atMs: number, moment: (typeof memoryPhases)[number], mib: number) {
  const heap = (share: number) => Math.round(mib * share * mebibyte);
  return {
    atMs,
    moment,
    collected: moment === 'after_gc',
    requests: null,
    rssBytes: heap(4),
    heap: {
      usedBytes: heap(1),
      totalBytes: heap(1.4),
      externalBytes: heap(0.2),
      arrayBuffersBytes: heap(0.1),
      spaces: ['new_space', 'old_space', 'code_space', 'large_object_space'].map((space, i) => ({
        space,
        usedBytes: heap(0.1 + i * 0.1),
        sizeBytes: heap(0.2 + i * 0.1),
      })),
    },
  };
}

/** leakAnalysis: one replica that leaks 100 bytes per request, one that does not, one of which nothing can be said. */
export function leakAnalysis(): LeakAnalysis {
  return {
    kind: 'leak',
    experiment: 'leak',
    limitBytesPerRequest: 10,
    replicas: [
      replicaLeak('bookings', 'leaks', 100, 'its heap grows by 100 bytes per request, more than 10'),
      {
        ...replicaLeak('events', 'does-not', 0.4, 'its heap grows by less than 10 bytes per request'),
        bytesPerConnection: 4300,
      },
      {
        ...replicaLeak('gateway', 'cannot-tell', 6, 'its growth lies on both sides of 10 bytes per request'),
        moreRequests: 41_000,
      },
    ],
  };
}

function replicaLeak(
  service: string,
  verdict: ReplicaLeak['verdict'],
  bytesPerRequest: number,
  reason: string,
): ReplicaLeak {
  const held = (requests: number) => 21 * mebibyte + requests * bytesPerRequest;
  return {
    service,
    replica: `${service}-1`,
    verdict,
    reason,
    judgedOn: 'heap',
    bytesPerRequest,
    interval: { low: bytesPerRequest - 4, high: bytesPerRequest + 4, level: 0.95, method: 'Theil-Sen' },
    points: Array.from({ length: 20 }, (_, i) => ({
      requests: (i + 1) * 1000,
      bytes: held((i + 1) * 1000) + (i % 3) * 20_000 + (i < 4 ? (4 - i) * 400_000 : 0),
    })),
    judgedFromRequests: 5000,
    line: [5000, 20_000].map((requests) => ({ requests, bytes: held(requests) })),
  };
}
