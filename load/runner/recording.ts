import type { RunClock } from '../model/clock.ts';
import type { InvalidReason } from '../model/load-observation.ts';
import type { Observation } from '../model/observation.ts';
import type { Experiment, Marker, Warning } from '../model/result.ts';
import type { RunEvents } from '../model/run-events.ts';
import type { ExperimentSpec } from '../suites/suite.ts';

/** Listener: who hears at once of what an experiment does and sees. */
type Listener = Partial<Pick<RunEvents, 'marked' | 'glimpsed'>>;

/**
 * Recording: what an experiment has seen so far. It is readable at any moment, so that an experiment which is cut off
 * leaves what was measured until then.
 */
export class Recording {
  readonly #spec: ExperimentSpec;
  readonly #clock: RunClock;
  readonly #startedAtMs: number;
  readonly #observations: Observation[] = [];
  readonly #markers: Marker[] = [];
  readonly invalidReasons: InvalidReason[] = [];
  readonly warnings: Warning[] = [];
  readonly #listener: Listener;

  constructor(spec: ExperimentSpec, clock: RunClock, listener: Listener = {}) {
    this.#spec = spec;
    this.#clock = clock;
    this.#listener = listener;
    this.#startedAtMs = clock.nowMs();
  }

  /** add keeps an observation. */
  add(observation: Observation): void {
    this.#observations.push(observation);
  }

  /** mark puts an event on the time axis, now unless `atMs` says otherwise. */
  mark(marker: Omit<Marker, 'atMs'> & { readonly atMs?: number }): void {
    const marked = { atMs: this.#clock.nowMs(), ...marker };
    this.#markers.push(marked);
    this.#listener.marked?.(marked);
  }

  /** glimpse tells what was seen just now, which `add` is to keep as a whole later. */
  glimpse(part: Observation): void {
    this.#listener.glimpsed?.(part);
  }

  /** invalidate says that a guard was tripped here. */
  invalidate(reason: InvalidReason): void {
    this.invalidReasons.push({ ...reason, where: this.#spec.name });
  }

  /** warn keeps something a reader should know. */
  warn(warning: Warning): void {
    this.warnings.push(warning);
  }

  /** experiment gives what was seen until now. */
  experiment(): Experiment {
    const { kind, name, title, question } = this.#spec;
    return {
      kind,
      name,
      title,
      question,
      control: this.#spec.control ?? false,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#clock.nowMs(),
      observations: [...this.#observations],
      markers: this.#markers.toSorted((a, b) => a.atMs - b.atMs),
    };
  }
}
