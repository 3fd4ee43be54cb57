import type { LoadObservation } from '../../model/load-observation.ts';
import { observationsOf } from '../../model/observation.ts';
import type { ShutdownObservation } from '../../model/shutdown-observation.ts';
import type { Experiment } from '../../model/result.ts';

/** steadyLoads: loads at one constant rate during which nothing else was done to the system. */
export function steadyLoads(experiments: readonly Experiment[]): LoadObservation[] {
  return experiments
    .filter(({ kind }) => kind === 'steady-load')
    .flatMap((e) => observationsOf(e.observations, 'load'));
}

/** Replacement: an experiment in which replicas came and went under load. */
export interface Replacement {
  readonly experiment: Experiment;
  readonly load: LoadObservation | undefined;
  readonly shutdown: ShutdownObservation;
}

/** replacements: the experiments with stops; `control` chooses those that must lose, or those that must not. */
export function replacements(experiments: readonly Experiment[], control: boolean): Replacement[] {
  return experiments
    .filter((experiment) => experiment.control === control)
    .flatMap((experiment) =>
      observationsOf(experiment.observations, 'shutdown').map((shutdown) => ({
        experiment,
        shutdown,
        load: observationsOf(experiment.observations, 'load')[0],
      })),
    );
}
