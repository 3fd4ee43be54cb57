import type { LoadObservation } from '../../model/load-observation.ts';
import { observationsOf } from '../../model/observation.ts';
import type { ShutdownObservation } from '../../model/shutdown-observation.ts';
import type { Experiment } from '../../model/result.ts';

/** steadyLoads: loads during which no replica was asked to come or go. */
export function steadyLoads(experiments: readonly Experiment[]): LoadObservation[] {
  return experiments
    .filter((experiment) => !isReplacement(experiment))
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

function isReplacement(experiment: Experiment): boolean {
  return observationsOf(experiment.observations, 'shutdown').length > 0;
}
