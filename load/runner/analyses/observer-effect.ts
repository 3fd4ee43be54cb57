import { observationsOf } from '../../model/observation.ts';
import type { ObserverAnalysis } from '../../model/observer-analysis.ts';
import type { Experiment } from '../../model/result.ts';
import { pairedRatio } from '../../../stats/paired-ratio.ts';

const level = 0.95;
const measures = ['response-time-p50', 'throughput'] as const;

/** observerAnalysis: the ratio of observed to unobserved for each measure, over the pairs. */
export function observerAnalysis(experiment: Experiment): ObserverAnalysis | undefined {
  const pairs = observationsOf(experiment.observations, 'observer').flatMap((observer) => observer.pairs);
  const effects = measures.flatMap((measure) => {
    const usable = pairs
      .filter((pair) => pair.measure === measure && pair.unobserved > 0 && pair.observed > 0)
      .map(({ unobserved, observed }) => ({ base: unobserved, changed: observed }));
    const found = pairedRatio(usable, level);
    if (found === undefined) return [];
    const { ratio, interval } = found;
    const method = 't interval on the logarithm of the ratios';
    return [
      {
        measure,
        ratio,
        pairs: found.pairs,
        ...(interval === undefined ? {} : { interval: { ...interval, level, method } }),
      },
    ];
  });
  return effects.length === 0 ? undefined : { kind: 'observer-effect', experiment: experiment.name, effects };
}
