import { quantiles, type QuantileName } from './computed-truth.ts';
import type { Calibration, CalibrationRow } from './calibration.ts';

/** within: how far the reference engine may be from the truth, as a share of it. */
const within = 0.05;

/**
 * judged: p99.9 is shown and not judged. Ten requests stand behind it, and a machine of two cores keeps more than ten of
 * 10,000 waiting for a millisecond: hosts that give a virtual processor to others, V8's compilers that want its core.
 */
const judged: readonly QuantileName[] = ['p50', 'p90', 'p99'];

/**
 * missedGoals names where an engine was more than 5% from the truth up to p99, its losses were not exact, or it failed.
 * Where the server itself was late, by its own clock, an engine that has seen that and nothing more is not accused of it.
 */
export function missedGoals({ rows, failed }: Calibration, engine = 'paced'): string[] {
  return [
    ...rows.filter(({ contender }) => contender === engine).flatMap(missedIn),
    ...failed
      .filter(({ contender }) => contender === engine)
      .map(({ server, why }) => `${server}: it failed: ${why}`),
  ];
}

/** lateServers says where an engine was more than 5% from the truth because the server itself was late. */
export function lateServers({ rows }: Calibration, engine = 'paced'): string[] {
  return rows
    .filter(({ contender }) => contender === engine)
    .flatMap((row) => judged.filter((name) => isFar(row, name) && !isMissed(row, name)).map(lateAt(row)));
}

function lateAt(row: CalibrationRow): (name: QuantileName) => string {
  return (name) => {
    const lateMs = row.serverLateMs[name]!.toFixed(1);
    return `${offAt(row, name)}; the server itself was ${lateMs} ms late there, by its own clock`;
  };
}

function missedIn(row: CalibrationRow): string[] {
  const { server, trueLost, measuredLost } = row;
  const far = judged.filter((name) => isMissed(row, name));
  return [
    ...far.map((name) => `${offAt(row, name)}, more than ${within * 100}%`),
    ...(trueLost === measuredLost ? [] : [`${server}: ${measuredLost} losses counted of ${trueLost}`]),
  ];
}

function offAt({ server, relativeError }: CalibrationRow, name: QuantileName): string {
  const off = ((relativeError[name] ?? 0) * 100).toFixed(1);
  return `${server}: p${quantiles[name] * 100} is ${off}% from the truth`;
}

function isFar({ relativeError }: CalibrationRow, name: QuantileName): boolean {
  return Math.abs(relativeError[name] ?? 0) > within;
}

/** isMissed: too far, and from what the truth was with the server's own delay as well. */
function isMissed(row: CalibrationRow, name: QuantileName): boolean {
  const [error, truth] = [row.relativeError[name] ?? 0, row.trueMs[name] ?? Number.POSITIVE_INFINITY];
  const late = (row.serverLateMs[name] ?? 0) / truth;
  return isFar(row, name) && (error < 0 || 1 + error > (1 + late) * (1 + within));
}
