import type { RunClock } from '../model/clock.ts';
import type { MemoryObservation, MemoryPoint } from '../model/memory-observation.ts';
import { together } from './memory-point.ts';
import { glance, glanceEveryMs, glanceNames, sumOf } from './metrics-scrape.ts';
import type { StartedProbe, Watched } from './probe.ts';
import { ownMemory, residentMemory } from './proc-memory.ts';
import { Thinning } from './thinned.ts';
import { Ticker } from './ticker.ts';

type ReplicaPoints = MemoryObservation['replicas'][number];
type Phase = MemoryObservation['phases'][number]['phase'];

interface ReplicaMemory {
  readonly service: string;
  readonly replica: string;
  readonly points: Thinning<MemoryPoint>;
  highWaterBytes: number | null;
}

/** StartedMemoryProbe: a memory probe at work, which is told what went on meanwhile. */
export interface StartedMemoryProbe extends StartedProbe<MemoryObservation> {
  /** phase names a stretch of time on the run's axis. */
  phase(phase: Phase, fromMs: number, toMs: number): void;
  /** during names the time that some work takes, however the work ends. */
  during<T>(phase: Phase, work: () => Promise<T>): Promise<T>;
}

const everyMs = 250;
const wholeEvery = glanceEveryMs / everyMs;

/**
 * memoryProbe looks at each replica's RSS every 250 ms, and asks its metrics for the heap every two seconds. At PSS and USS
 * it looks for one replica after the other, one every two seconds, since the kernel walks all pages for them: 2 to 7 ms
 * for a replica under load, in which it cannot map memory, and more than all other probes together. It looks at all of it
 * as soon as a phase has begun. Replicas without a process on this machine are left out.
 */
export const memoryProbe = {
  name: 'memory',
  start: (
    replicas: () => readonly Watched[],
    clock: RunClock,
    tell?: (part: MemoryObservation) => void,
  ): StartedMemoryProbe => new MemoryProbe(replicas, clock, tell),
};

class MemoryProbe implements StartedMemoryProbe {
  readonly #replicas: () => readonly Watched[];
  readonly #clock: RunClock;
  readonly #seen = new Map<string, ReplicaMemory>();
  readonly #phases: MemoryObservation['phases'] = [];
  readonly #tell: ((part: MemoryObservation) => void) | undefined;
  readonly #ticker: Ticker;
  #allDue = true;
  #walks = 0;

  constructor(replicas: () => readonly Watched[], clock: RunClock, tell?: (part: MemoryObservation) => void) {
    [this.#replicas, this.#clock, this.#tell] = [replicas, clock, tell];
    this.#ticker = new Ticker(everyMs, (count) => this.#look(count));
  }

  phase(phase: Phase, fromMs: number, toMs: number): void {
    this.#phases.push({ phase, fromMs, toMs });
  }

  async during<T>(phase: Phase, work: () => Promise<T>): Promise<T> {
    const fromMs = this.#clock.nowMs();
    this.#allDue = true;
    try {
      return await work();
    } finally {
      this.phase(phase, fromMs, this.#clock.nowMs());
    }
  }

  async finish(): Promise<MemoryObservation> {
    await this.#ticker.stop();
    const replicas = [...this.#seen.values()].map(({ service, replica, points, highWaterBytes }) => {
      const { points: kept, looks } = points.series();
      return { service, replica, stepMs: everyMs * looks, points: kept, highWaterBytes };
    });
    return { kind: 'memory', replicas, phases: this.#phases };
  }

  async #look(count: number): Promise<void> {
    const replicas = this.#replicas();
    const all = this.#allDue;
    this.#allDue = false;
    const whole = all || count % wholeEvery === 0;
    const walked = all ? replicas : whole ? [replicas[this.#walks++ % replicas.length]] : [];
    const looks = replicas.map((replica) => this.#lookAt(replica, { whole, own: walked.includes(replica) }));
    const found = await Promise.all(looks);
    // What was seen whole is told.
    if (whole) this.#tell?.({ kind: 'memory', replicas: found.flatMap((one) => one ?? []), phases: [] });
  }

  async #lookAt(
    replica: Watched,
    at: { readonly whole: boolean; readonly own: boolean },
  ): Promise<ReplicaPoints | undefined> {
    if (replica.pid === undefined) return undefined;
    const atMs = this.#clock.nowMs();
    const resident = residentMemory(replica.pid);
    if (!resident) return undefined;
    const own = at.own ? ownMemory(replica.pid) : undefined;
    const heap = at.whole ? sumOf(await glance(replica.metricsUrl), glanceNames.heapUsed) : undefined;
    const { highWaterBytes } = resident;
    const point = {
      atMs,
      rssBytes: resident.rssBytes,
      pssBytes: own?.pssBytes ?? null,
      ussBytes: own?.ussBytes ?? null,
      heapUsedBytes: heap ?? null,
    };
    this.#keep(replica, highWaterBytes, point);
    const { service, name } = replica;
    return { service, replica: name, stepMs: everyMs, points: [point], highWaterBytes };
  }

  #keep({ service, name }: Watched, highWaterBytes: number | null, point: MemoryPoint): void {
    const points = this.#seen.get(name)?.points ?? new Thinning(together);
    points.add(point);
    this.#seen.set(name, { service, replica: name, points, highWaterBytes });
  }
}
