import type { RunClock } from './clock.ts';
import type { Environment } from './environment.ts';
import type { Figure } from './figure.ts';
import type { LoadObservation, LoadProgress } from './load-observation.ts';
import type { Observation } from './observation.ts';
import type { Experiment, Marker } from './result.ts';

/** BegunRun: a run whose time axis has begun. */
export interface BegunRun {
  readonly suite: string;
  readonly clock: RunClock;
  readonly environment: Environment;
}

/** BegunExperiment: an experiment that has begun, by its name in the result. */
export type BegunExperiment = Pick<Experiment, 'name' | 'control' | 'startedAtMs'>;

/** LoadName: which load of an experiment something is about. */
export type LoadName = Pick<LoadObservation, 'scenario' | 'engine'>;

/** RunEvents: what happens in a run, told at once to whoever listens; nobody waits for a listener. */
export interface RunEvents {
  /** begun: the run's time axis has begun. */
  begun(run: BegunRun): void;
  /** experiment: one begins. */
  experiment(experiment: BegunExperiment): void;
  /** second: of a load, the last full one; for whoever draws it. */
  second(second: LoadProgress, load: LoadName): void;
  /** loaded: a load has ended. */
  loaded(observation: LoadObservation): void;
  /** marked: something was done to the system, or happened to a replica. */
  marked(marker: Marker): void;
  /** glimpsed: what was seen of replicas just now, as an observation of nothing else; the whole comes with `measured`. */
  glimpsed(part: Observation): void;
  /** measured: an experiment has ended; `figures` computes all figures until now. */
  measured(figures: () => readonly Figure[], experiment: Experiment): void;
}
