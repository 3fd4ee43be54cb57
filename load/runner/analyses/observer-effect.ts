import { observationsOf } from '../../model/observation.ts';
import type { ObserverAnalysis, ObserverEffect } from '../../model/observer-analysis.ts';
import { type ObserverPair, observerMeasureSchema } from '../../model/observer-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { ratioOverRounds } from '../../../stats/ratio-over-rounds.ts';

const level = 0.95;

/** wantedHalfWidth: what is to be told from a goal of 2%, as a difference of logarithms. */
const wantedHalfWidth = 0.01;

/** observerAnalysis: the ratio of observed to unobserved for each measure, over pairs and rounds. */
export function observerAnalysis(experiment: Experiment): ObserverAnalysis | undefined {
  const pairs = observationsOf(experiment.observations, 'observer').flatMap((observer) => observer.pairs);
  const usable = pairs.filter(({ unobserved, observed }) => unobserved > 0 && observed > 0);
  const effects = observerMeasureSchema.options.flatMap(
    (measure) =>
      effectOn(
        measure,
        usable.filter((pair) => pair.measure === measure),
      ) ?? [],
  );
  return effects.length === 0 ? undefined : { kind: 'observer-effect', experiment: experiment.name, effects };
}

function effectOn(
  measure: ObserverEffect['measure'],
  pairs: readonly ObserverPair[],
): ObserverEffect | undefined {
  const rounds = Map.groupBy(pairs, ({ round }) => round);
  const found = ratioOverRounds(
    [...rounds.values()].map((round) =>
      round.map(({ unobserved, observed }) => ({ base: unobserved, changed: observed })),
    ),
    level,
  );
  if (found === undefined) return undefined;
  const { ratio, interval, method } = found;
  const counts = { pairs: pairs.length, rounds: rounds.size };
  if (interval === undefined) return { measure, ratio, ...counts };
  const halfWidth = Math.log(interval.high / interval.low) / 2;
  return {
    measure,
    ratio,
    interval: { ...interval, level, method },
    ...counts,
    timesAsLong: (halfWidth / wantedHalfWidth) ** 2,
  };
}
