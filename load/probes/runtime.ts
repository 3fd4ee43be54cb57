import type { RunClock } from '../model/clock.ts';
import type { RuntimeObservation } from '../model/runtime-observation.ts';
import { glance, glanceEveryMs, glanceNames, sumOf } from './metrics-scrape.ts';
import type { Probe, StartedProbe, Watched } from './probe.ts';
import { cpuSeconds } from './proc-cpu.ts';
import { Thinning } from './thinned.ts';
import { Ticker } from './ticker.ts';

type ReplicaPoints = RuntimeObservation['replicas'][number];
type RuntimePoint = ReplicaPoints['points'][number];

interface ReplicaRuntime {
  readonly service: string;
  readonly replica: string;
  readonly points: Thinning<RuntimePoint>;
}

/** Reading: counters at a moment; two of them make a point. */
interface Reading {
  readonly atMs: number;
  readonly cpuSeconds: number;
  readonly activeSeconds: number | undefined;
  readonly idleSeconds: number | undefined;
}

/**
 * runtimeProbe looks every two seconds at the processor time each replica used, which is counted in steps of 10 ms (half a
 * percent of a core), and at its event-loop utilization: active / (active + idle) between two looks, from the counters of
 * its metrics.
 */
export const runtimeProbe: Probe<RuntimeObservation> = {
  name: 'runtime',
  start: (replicas, clock, tell) => new RuntimeProbe(replicas, clock, tell),
};

class RuntimeProbe implements StartedProbe<RuntimeObservation> {
  readonly #replicas: () => readonly Watched[];
  readonly #clock: RunClock;
  readonly #last = new Map<string, Reading>();
  readonly #seen = new Map<string, ReplicaRuntime>();
  readonly #tell: ((part: RuntimeObservation) => void) | undefined;
  readonly #ticker: Ticker;

  constructor(
    replicas: () => readonly Watched[],
    clock: RunClock,
    tell?: (part: RuntimeObservation) => void,
  ) {
    [this.#replicas, this.#clock, this.#tell] = [replicas, clock, tell];
    this.#ticker = new Ticker(glanceEveryMs, () => this.#look());
  }

  async finish(): Promise<RuntimeObservation> {
    await this.#ticker.stop();
    const replicas = [...this.#seen.values()].map(({ service, replica, points }) => {
      const { points: kept, looks } = points.series();
      return { service, replica, stepMs: glanceEveryMs * looks, points: kept };
    });
    return { kind: 'runtime', replicas };
  }

  async #look(): Promise<void> {
    const replicas = this.#replicas();
    const readings = await Promise.all(replicas.map((replica) => this.#read(replica)));
    const found = replicas.map((replica, i) => this.#keep(replica, readings[i]));
    this.#tell?.({ kind: 'runtime', replicas: found.flatMap((one) => one ?? []) });
  }

  #keep(replica: Watched, reading: Reading | undefined): ReplicaPoints | undefined {
    if (!reading) return undefined;
    const { service, name } = replica;
    const last = this.#last.get(name);
    this.#last.set(name, reading);
    const runtime = this.#seen.get(name) ?? { service, replica: name, points: new Thinning(together) };
    this.#seen.set(name, runtime);
    if (!last) return undefined;
    const point = between(last, reading);
    runtime.points.add(point);
    return { service, replica: name, stepMs: glanceEveryMs, points: [point] };
  }

  async #read({ pid, metricsUrl }: Watched): Promise<Reading | undefined> {
    const used = pid === undefined ? undefined : cpuSeconds(pid);
    if (used === undefined) return undefined;
    const atMs = this.#clock.nowMs();
    const samples = await glance(metricsUrl);
    return {
      atMs,
      cpuSeconds: used,
      activeSeconds: sumOf(samples, glanceNames.loopActive),
      idleSeconds: sumOf(samples, glanceNames.loopIdle),
    };
  }
}

/** together makes one point of two neighbours of the same length; a share of a longer time is the mean of its parts. */
function together(earlier: RuntimePoint, later: RuntimePoint): RuntimePoint {
  const [before, after] = [earlier.eventLoopUtilization, later.eventLoopUtilization];
  return {
    atMs: later.atMs,
    cpuShare: (earlier.cpuShare + later.cpuShare) / 2,
    eventLoopUtilization: before === null || after === null ? (after ?? before) : (before + after) / 2,
  };
}

function between(before: Reading, after: Reading): RuntimePoint {
  const elapsedSeconds = (after.atMs - before.atMs) / 1000;
  const active = difference(after.activeSeconds, before.activeSeconds);
  const idle = difference(after.idleSeconds, before.idleSeconds);
  return {
    atMs: after.atMs,
    cpuShare: (after.cpuSeconds - before.cpuSeconds) / elapsedSeconds,
    eventLoopUtilization: active + idle > 0 ? active / (active + idle) : null,
  };
}

function difference(after: number | undefined, before: number | undefined): number {
  return after === undefined || before === undefined ? Number.NaN : after - before;
}
