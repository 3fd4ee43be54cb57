import { quantiles, type QuantileName } from './computed-truth.ts';
import { quietShare, type Calibration, type CalibrationRow } from './calibration.ts';

/** Judgement: what a calibration says of one engine, a line each. */
export interface Judgement {
  /** missed: where it was more than 5% from the truth, its losses were not exact, or it failed. */
  readonly missed: readonly string[];
  /** late: where it was too far because the server itself was late, by its own clock; it has seen that and no more. */
  readonly late: readonly string[];
  /** disturbed: where it was not judged at p99.9, as the machine stood still for too long, or nobody could tell. */
  readonly disturbed: readonly string[];
}

/** within: how far the reference engine may be from the truth, as a share of it. */
const within = 0.05;

/** judgementOf holds one engine against the goals: percentiles up to p99 always, p99.9 where the machine was quiet. */
export function judgementOf({ rows, failed }: Calibration, engine = 'paced'): Judgement {
  const own = rows.filter(({ contender }) => contender === engine);
  const places = own.flatMap((row) =>
    (Object.keys(quantiles) as QuantileName[]).map((name) => ({ row, name })),
  );
  const far = places.filter(({ row, name }) => isJudged(row, name) && isFar(row, name));
  const failures = failed.filter(({ contender }) => contender === engine);
  return {
    missed: [
      ...own.flatMap((row) => [
        ...far.filter((place) => place.row === row && isMissed(row, place.name)).map(missedAt),
        ...lossesMissed(row),
      ]),
      ...failures.map(({ server, why }) => `${server}: it failed: ${why}`),
    ],
    late: far.filter(({ row, name }) => !isMissed(row, name)).map(lateAt),
    disturbed: places
      .filter(({ row, name }) => row.relativeError[name] !== null && !isJudged(row, name))
      .map(disturbedAt),
  };
}

interface Place {
  readonly row: CalibrationRow;
  readonly name: QuantileName;
}

function isJudged({ standstill }: CalibrationRow, name: QuantileName): boolean {
  return name !== 'p999' || (standstill !== null && standstill.share <= quietShare);
}

function isFar({ relativeError }: CalibrationRow, name: QuantileName): boolean {
  return Math.abs(relativeError[name] ?? 0) > within;
}

/** isMissed: too far, and from what the truth was with the server's own delay as well. */
function isMissed(row: CalibrationRow, name: QuantileName): boolean {
  const [error, truth] = [row.relativeError[name] ?? 0, row.trueMs[name] ?? Number.POSITIVE_INFINITY];
  const late = (row.serverLateMs[name] ?? 0) / truth;
  return error < 0 || 1 + error > (1 + late) * (1 + within);
}

function missedAt(place: Place): string {
  return `${offAt(place)}, more than ${within * 100}%`;
}

function lateAt(place: Place): string {
  const lateMs = place.row.serverLateMs[place.name]!.toFixed(1);
  return `${offAt(place)}; the server itself was ${lateMs} ms late there, by its own clock`;
}

function disturbedAt(place: Place): string {
  const { standstill, tries } = place.row;
  if (standstill === null) return `${offAt(place)}; nobody may watch here whether the machine stands still`;
  const share = (standstill.share * 100).toFixed(2);
  const best = tries === 1 ? '' : `, in the best of ${tries} tries`;
  return `${offAt(place)}; the machine stood still for ${share}% of the time${best}, at most ${standstill.longestMs.toFixed(1)} ms at once`;
}

function lossesMissed({ server, trueLost, measuredLost }: CalibrationRow): string[] {
  return trueLost === measuredLost ? [] : [`${server}: ${measuredLost} losses counted of ${trueLost}`];
}

function offAt({ row: { server, relativeError }, name }: Place): string {
  const off = ((relativeError[name] ?? 0) * 100).toFixed(1);
  return `${server}: p${quantiles[name] * 100} is ${off}% from the truth`;
}
