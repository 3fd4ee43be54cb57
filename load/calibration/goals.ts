import { quantiles, type QuantileName } from './computed-truth.ts';
import { quietShare, type Calibration, type CalibrationRow } from './calibration.ts';

/** Judgement: what a calibration says of one engine, a line each. */
export interface Judgement {
  /** missed: where it was more than 5% from the truth, its losses were not exact, or it failed. */
  readonly missed: readonly string[];
  /** excused: where it was too far because the server was late, by its own clock, or the machine stood still: it has seen that and no more. */
  readonly excused: readonly string[];
  /** unjudged: where it was too far, and the machine stood still for too long, or nobody could tell of a p99.9. */
  readonly unjudged: readonly string[];
}

/** within: how far the reference engine may be from the truth, as a share of it. */
const within = 0.05;

/** judgementOf holds one engine against the goals, at each percentile for which the machine was quiet enough. */
export function judgementOf({ rows, failed }: Calibration, engine = 'paced'): Judgement {
  const own = rows.filter(({ contender }) => contender === engine);
  const far = own.flatMap((row) =>
    names
      .filter((name) => isFar(row, name))
      .map((name): Place => ({ row, name, verdict: verdictAt(row, name) })),
  );
  const failures = failed.filter(({ contender }) => contender === engine);
  return {
    missed: [
      ...own.flatMap((row) => [
        ...far
          .filter((place) => place.row === row && place.verdict === 'missed')
          .map((place) => `${offAt(place)}, more than ${within * 100}%`),
        ...lossesMissed(row),
      ]),
      ...failures.map(({ server, why }) => `${server}: it failed: ${why}`),
    ],
    excused: far.filter(({ verdict }) => verdict === 'excused').map(excusedAt),
    unjudged: far.filter(({ verdict }) => verdict === 'unjudged').map(unjudgedAt),
  };
}

/** Place: where an engine was too far from the truth, and what that says of it. */
interface Place {
  readonly row: CalibrationRow;
  readonly name: QuantileName;
  readonly verdict: 'missed' | 'excused' | 'unjudged';
}

const names = Object.keys(quantiles) as QuantileName[];

function isFar({ relativeError }: CalibrationRow, name: QuantileName): boolean {
  return Math.abs(relativeError[name] ?? 0) > within;
}

function verdictAt(row: CalibrationRow, name: QuantileName): Place['verdict'] {
  const measured = row.measuredMs[name]!;
  const longest = Math.max(withLateServer(row, name), row.withStandstillMs?.[name] ?? 0);
  if ((row.relativeError[name] ?? 0) > 0 && measured <= longest * (1 + within)) return 'excused';
  return isQuiet(row, name) ? 'missed' : 'unjudged';
}

/** isQuiet: where nobody could watch, it is taken for quiet, but for p99.9, where a few milliseconds decide. */
function isQuiet({ standstill }: CalibrationRow, name: QuantileName): boolean {
  return standstill === null ? name !== 'p999' : standstill.share <= quietShare(name);
}

function withLateServer({ trueMs, serverLateMs }: CalibrationRow, name: QuantileName): number {
  return (trueMs[name] ?? 0) + (serverLateMs[name] ?? 0);
}

function excusedAt(place: Place): string {
  const { row, name } = place;
  if ((row.withStandstillMs?.[name] ?? 0) > withLateServer(row, name))
    return `${offAt(place)}; ${standstillAt(place)}`;
  const lateMs = row.serverLateMs[name]!.toFixed(1);
  return `${offAt(place)}; the server itself was ${lateMs} ms late there, by its own clock`;
}

function unjudgedAt(place: Place): string {
  const why =
    place.row.standstill === null
      ? 'nobody may watch here whether the machine stands still'
      : standstillAt(place);
  return `${offAt(place)}; ${why}`;
}

/** standstillAt: how long the machine stood still, and what that alone makes of the truth there. */
function standstillAt({ row: { standstill, withStandstillMs, trueMs, tries }, name }: Place): string {
  const share = ((standstill?.share ?? 0) * 100).toFixed(2);
  const longest = (standstill?.longestMs ?? 0).toFixed(1);
  const best = tries === 1 ? '' : ` in the best of ${tries} tries`;
  const alone = withStandstillMs?.[name] ?? null;
  const makes =
    alone === null ? '' : `, which alone makes ${((alone / trueMs[name]! - 1) * 100).toFixed(1)}%`;
  return `the machine stood still for ${share}% of the time${best}, at most ${longest} ms at once${makes}`;
}

function lossesMissed({ server, trueLost, measuredLost }: CalibrationRow): string[] {
  return trueLost === measuredLost ? [] : [`${server}: ${measuredLost} losses counted of ${trueLost}`];
}

function offAt({ row: { server, relativeError }, name }: Place): string {
  const off = ((relativeError[name] ?? 0) * 100).toFixed(1);
  return `${server}: p${quantiles[name] * 100} is ${off}% from the truth`;
}
