import { type Observation, observationsOf } from '../../../../load/model/observation.ts';
import type { Experiment, RunResult } from '../../../../load/model/result.ts';

/** Seen: an observation and the experiment that made it. */
export interface Seen<K extends Observation['kind']> {
  readonly experiment: Experiment;
  readonly observation: Extract<Observation, { kind: K }>;
}

/** seenOf: all observations of one kind, in the order of the experiments. */
export function seenOf<K extends Observation['kind']>({ experiments }: RunResult, kind: K): Seen<K>[] {
  return experiments.flatMap((experiment) =>
    observationsOf(experiment.observations, kind).map((observation) => ({ experiment, observation })),
  );
}
