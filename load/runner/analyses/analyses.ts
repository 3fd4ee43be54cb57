import type { Analysis } from '../../model/analysis.ts';
import type { Experiment } from '../../model/result.ts';
import type { ExperimentSpec } from '../../suites/suite.ts';
import { clientServerAnalysis } from './client-server.ts';
import { observerAnalysis } from './observer-effect.ts';
import { leakAnalysis } from './leak.ts';
import { rateSweepAnalysis } from './rate-sweep.ts';
import { scalingAnalysis } from './scaling.ts';
import { scorecardAnalysis } from './scorecard.ts';

/** analysesOf computes what single figures cannot say, from the experiments that were begun and what was asked of them. */
export function analysesOf(
  experiments: readonly Experiment[],
  specs: readonly ExperimentSpec[],
): readonly Analysis[] {
  const ofEach = experiments.flatMap((experiment) => {
    const spec = specs.find(({ name }) => name === experiment.name);
    return spec === undefined ? [] : (analysisOf(experiment, spec) ?? []);
  });
  const scorecard = scorecardAnalysis(experiments);
  return scorecard === undefined ? ofEach : [...ofEach, scorecard];
}

function analysisOf(experiment: Experiment, spec: ExperimentSpec): Analysis | undefined {
  switch (spec.kind) {
    case 'rate-sweep':
      return rateSweepAnalysis(experiment, spec);
    case 'steady-load':
      return clientServerAnalysis(experiment);
    case 'observer-effect':
      return observerAnalysis(experiment);
    case 'scaling':
      return scalingAnalysis(experiment);
    case 'leak':
      return leakAnalysis(experiment);
    default:
      return undefined;
  }
}
