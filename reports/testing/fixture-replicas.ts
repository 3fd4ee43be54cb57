import type { MemoryObservation } from '../../load/model/memory-observation.ts';
import type { RuntimeObservation } from '../../load/model/runtime-observation.ts';
import type { StartupObservation } from '../../load/model/startup-observation.ts';
import type { Stop } from '../../load/model/shutdown-observation.ts';
import { seededNormal } from '../../stats/testing/seeded-random.ts';

const mebibyte = 1024 * 1024;

/** startupFixture: twenty cold starts of bookings, one after the other. */
export function startupFixture(samples: number): StartupObservation {
  const normal = seededNormal(11);
  return {
    kind: 'startup',
    service: 'bookings',
    mode: 'cold',
    neighbours: null,
    samples: Array.from({ length: samples }, (_, i) => {
      const listening = 151 + Math.abs(normal()) * 9;
      const ready = listening + 34 + Math.abs(normal()) * 8 + (i === 13 ? 61 : 0);
      return {
        service: 'bookings',
        replica: `bookings-s${i + 1}`,
        spawnedAtMs: 900 + i * 420,
        spawnToListeningMs: listening,
        spawnToReadyMs: ready,
        spawnToFirstAnswerMs: ready + 11 + Math.abs(normal()) * 4,
        firstAnswerTookMs: null,
        laterAnswersMs: [],
        reportedPhasesMs: {
          boot: listening * 0.56,
          config: listening * 0.63,
          database: listening * 0.9,
          listening: listening * 0.985,
          ready: ready * 0.99,
        },
      };
    }),
  };
}

const services = [
  { service: 'gateway', idleMiB: 71, loadedMiB: 104, heapMiB: 31 },
  { service: 'events', idleMiB: 78, loadedMiB: 109, heapMiB: 36 },
  { service: 'bookings', idleMiB: 82, loadedMiB: 117, heapMiB: 42 },
];

/** memoryFixture: three replicas watched twice a second through idle, load and the quiet after it. */
export function memoryFixture(
  fromMs: number,
  loadFromMs: number,
  loadToMs: number,
  toMs: number,
): MemoryObservation {
  const normal = seededNormal(12);
  return {
    kind: 'memory',
    phases: [
      { phase: 'idle', fromMs, toMs: loadFromMs },
      { phase: 'under_load', fromMs: loadFromMs, toMs: loadToMs },
      { phase: 'after_load', fromMs: loadToMs, toMs },
    ],
    replicas: services.map(({ service, idleMiB, loadedMiB, heapMiB }) => {
      const points = moments(fromMs, toMs, 500).map((atMs) => {
        const grown = Math.min(1, Math.max(0, (atMs - loadFromMs) / 9000));
        const settled = atMs > loadToMs ? 0.12 : 0;
        const rss = (idleMiB + (loadedMiB - idleMiB) * (grown - settled) + normal() * 0.7) * mebibyte;
        return {
          atMs,
          rssBytes: Math.round(rss),
          pssBytes: Math.round(rss * 0.81),
          ussBytes: Math.round(rss * 0.74),
          heapUsedBytes: Math.round((heapMiB * (0.5 + 0.4 * grown) + Math.abs(normal()) * 3) * mebibyte),
        };
      });
      return {
        service,
        replica: `${service}-1`,
        stepMs: 500,
        points,
        highWaterBytes: Math.max(...points.map((point) => point.rssBytes)),
      };
    }),
  };
}

/** runtimeFixture: CPU and event loop of the same replicas, once a second. */
export function runtimeFixture(
  fromMs: number,
  loadFromMs: number,
  loadToMs: number,
  toMs: number,
): RuntimeObservation {
  const normal = seededNormal(13);
  return {
    kind: 'runtime',
    replicas: services.map(({ service }, i) => ({
      service,
      replica: `${service}-1`,
      stepMs: 1000,
      points: moments(fromMs, toMs, 1000).map((atMs) => {
        const busy = atMs >= loadFromMs && atMs < loadToMs ? 0.13 + 0.04 * i : 0.006;
        const cpuShare = busy + Math.abs(normal()) * busy * 0.15;
        return { atMs, cpuShare, eventLoopUtilization: cpuShare * 0.82 };
      }),
    })),
  };
}

/** stopFixture: one replica that was ended at a moment; `lost` of its five held requests were not answered. */
export function stopFixture(
  replica: string,
  signal: Stop['signal'],
  cause: Stop['cause'],
  signalledAtMs: number,
  lost: number,
): Stop {
  const graceful = signal === 'SIGTERM';
  const drainTimeMs = graceful ? 780 + (signalledAtMs % 90) : 3.4;
  return {
    service: 'bookings',
    replica,
    signal,
    cause,
    signalledAtMs,
    timeToNotReadyMs: graceful ? 4 + (signalledAtMs % 17) : null,
    drainTimeMs,
    exitCode: graceful ? 0 : null,
    exitSignal: graceful ? null : 'SIGKILL',
    forced: false,
    inFlightAtSignal: 6,
    held: {
      requests: 5,
      answered: 5 - lost,
      lost,
      failures: lost === 0 ? {} : { reset: lost },
    },
    lastLog: graceful ? { served: 412, drainMs: drainTimeMs - 9, openRequests: 0, openConnections: 0 } : null,
  };
}

function moments(fromMs: number, toMs: number, everyMs: number): number[] {
  return Array.from({ length: Math.floor((toMs - fromMs) / everyMs) + 1 }, (_, i) => fromMs + i * everyMs);
}
