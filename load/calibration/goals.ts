import { quantiles, type QuantileName } from './computed-truth.ts';
import type { Calibration, CalibrationRow } from './calibration.ts';

/** within: how far the reference engine may be from the truth, as a share of it. */
const within = 0.05;

/** judgedQuantiles: p99.9 is shown and not judged: ten requests stand behind it, and any machine delays ten. */
const judgedQuantiles: readonly QuantileName[] = ['p50', 'p90', 'p99'];

/** missedGoals names where an engine was more than 5% from the truth up to p99, its losses were not exact, or it failed. */
export function missedGoals({ rows, failed }: Calibration, engine = 'paced'): string[] {
  return [
    ...rows.filter(({ contender }) => contender === engine).flatMap(missedIn),
    ...failed
      .filter(({ contender }) => contender === engine)
      .map(({ server, why }) => `${server}: it failed: ${why}`),
  ];
}

function missedIn({ server, relativeError, trueLost, measuredLost }: CalibrationRow): string[] {
  const far = judgedQuantiles.filter((name) => Math.abs(relativeError[name] ?? 0) > within);
  return [
    ...far.map((name) => {
      const off = ((relativeError[name] ?? 0) * 100).toFixed(1);
      return `${server}: p${quantiles[name] * 100} is ${off}% from the truth, more than ${within * 100}%`;
    }),
    ...(trueLost === measuredLost ? [] : [`${server}: ${measuredLost} losses counted of ${trueLost}`]),
  ];
}
