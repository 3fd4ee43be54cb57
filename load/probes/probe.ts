import type { RunClock } from '../model/clock.ts';
import type { Observation } from '../model/observation.ts';

/** Watched: a replica as probes need it. */
export interface Watched {
  readonly service: string;
  readonly name: string;
  readonly pid: number | undefined;
  /** metricsUrl: undefined for a process that tells nothing of itself. */
  readonly metricsUrl: string | undefined;
}

/** Probe: watches replicas while something is done to them, and yields one observation. */
export interface Probe<O extends Observation> {
  readonly name: string;
  /**
   * start begins to watch; `replicas` is asked at every sample, so that replicas may come and go. `tell` is given what is
   * seen once a second, by a probe that has it by then.
   */
  start(replicas: () => readonly Watched[], clock: RunClock, tell?: (part: O) => void): StartedProbe<O>;
}

/** StartedProbe: a probe at work. */
export interface StartedProbe<O extends Observation> {
  /** finish stops watching and gives what was seen. */
  finish(): Promise<O>;
}
