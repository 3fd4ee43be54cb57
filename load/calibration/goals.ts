import { quantiles, type QuantileName } from './computed-truth.ts';
import type { Calibration } from './calibration.ts';

/** within: how far the reference engine may be from the truth, as a share of it. */
const within = 0.05;

/** judgedQuantiles: p99.9 is shown and not judged: ten requests stand behind it, and any machine delays ten. */
const judgedQuantiles: readonly QuantileName[] = ['p50', 'p90', 'p99'];

/** missedGoals names where an engine was more than 5% from the truth up to p99, or its losses were not exact. */
export function missedGoals({ rows }: Calibration, engine = 'paced'): string[] {
  return rows
    .filter(({ contender }) => contender === engine)
    .flatMap(({ server, relativeError, trueLost, measuredLost }) => [
      ...judgedQuantiles
        .filter((name) => Math.abs(relativeError[name] ?? 0) > within)
        .map((name) => {
          const off = ((relativeError[name] ?? 0) * 100).toFixed(1);
          return `${server}: p${quantiles[name] * 100} is ${off}% from the truth, more than ${within * 100}%`;
        }),
      ...(trueLost === measuredLost ? [] : [`${server}: ${measuredLost} losses counted of ${trueLost}`]),
    ]);
}
