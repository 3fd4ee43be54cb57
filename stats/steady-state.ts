import { median } from './order-statistics.ts';
import { allowedDrift, judgeDrift, type DriftRule } from './window-drift.ts';

/** WatchedSeries: one value per second (or other equal step), all in one unit, that must stop changing. */
export interface WatchedSeries {
  readonly name: string;
  /** values so far, oldest first; 0 where nothing was measured in that second. */
  readonly values: readonly number[];
  /** tolerance: the drift over one window, as a share of the level, from which on the series counts as changing. */
  readonly tolerance: number;
  /** smallestChange: a drift below it, in the unit of the values, never counts; default 0. */
  readonly smallestChange?: number;
}

/** SteadyOptions: lengths are in values, which is seconds for a value per second. */
export interface SteadyOptions {
  /** window: the drift over so many values is held against the tolerance; also the fewest values looked at. */
  readonly window?: number;
  /** longest: where noise hides the drift, the look back grows up to this; default six windows. */
  readonly longest?: number;
  /** level of the two-sided interval of the drift, in (0, 1); default 0.98, because the question is asked each second. */
  readonly level?: number;
}

/** SteadyState: sinceIndex is the first value of the steady part, the largest over all series. */
export type SteadyState =
  | { readonly steady: true; readonly sinceIndex: number; readonly reason: string }
  | { readonly steady: false; readonly sinceIndex: undefined; readonly reason: string };

/**
 * steadyState tells whether every one of the series has ended its warm-up, from the values so far. Call it after each
 * new value; the first `steady: true` ends the warm-up.
 *
 * A series is steady when its drift over one window is shown to be smaller than the tolerance: the whole interval of
 * slope · window (Theil–Sen) lies within ± tolerance · level. Not seeing a drift is not enough, so noise delays the
 * answer and never hastens it. The look back begins at one window and grows while the noise needs it. One stray
 * value in six is set aside, save the newest, which may be the first of a new level.
 * An oscillation of a period well below `longest` is part of a steady state; one far above it may be taken for steady
 * at its crest, where it does not change within a window.
 *
 * Throws RangeError for no series, a window under 5, a negative or non-finite value or a tolerance that is not positive.
 * Sources: equivalence by two one-sided tests, Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15(6);
 * the interval, Sen (1968), see theilSen; why a settled level, rather than a fixed count of rounds, ends a warm-up,
 * Georges, Buytaert & Eeckhout (2007), Statistically rigorous Java performance evaluation, OOPSLA, and Barrett et al.
 * (2017), Virtual machine warmup blows hot and cold, OOPSLA (whose changepoints need the finished run).
 */
export function steadyState(series: readonly WatchedSeries[], options: SteadyOptions = {}): SteadyState {
  const window = options.window ?? 5;
  const rule = { window, longest: options.longest ?? 6 * window, level: options.level ?? 0.98 };
  refuseBadInput(series, rule);
  const judged = series.map((one) => judgeSeries(one, { smallestChange: 0, ...rule, ...one }));
  const changing = judged.find((one) => !one.steady);
  if (changing !== undefined) return changing;
  const sinceIndex = Math.max(...judged.map((one) => one.sinceIndex ?? 0));
  return { steady: true, sinceIndex, reason: judged.map((one) => one.reason).join('; ') };
}

function judgeSeries(series: WatchedSeries, rule: DriftRule): SteadyState {
  const { name, values } = series;
  if (values.length < rule.window)
    return notSteady(`${name} has ${values.length} of the ${rule.window} values that a window needs`);
  const allowed = allowedDrift(values.slice(-rule.window), rule);
  if (!(allowed > 0)) return notSteady(`${name} is zero`);
  const drift = judgeDrift(values, rule);
  if (!drift.within) return notSteady(`${name} ${drift.why}`);
  const sinceIndex = steadySince(values, values.length - drift.length, allowed, rule.window);
  return { steady: true, sinceIndex, reason: `${name} ${drift.why}` };
}

function notSteady(reason: string): SteadyState {
  return { steady: false, sinceIndex: undefined, reason };
}

/** steadySince walks back from a steady stretch while the median of a window stays at the level of that stretch. */
function steadySince(values: readonly number[], from: number, allowed: number, window: number): number {
  const level = median(values.slice(from));
  const near = (value: number) => Math.abs(value - level) <= allowed;
  let since = from;
  while (since > 0 && near(median(values.slice(since - 1, since - 1 + window)))) since -= 1;
  // The median of a window bears a few values of the time before: those are not of the steady part.
  while (since < from && !near(values[since] as number)) since += 1;
  return since;
}

function refuseBadInput(series: readonly WatchedSeries[], rule: Pick<DriftRule, 'window' | 'longest'>): void {
  if (series.length === 0) throw new RangeError('a steady state needs at least one series');
  if (!(Number.isInteger(rule.window) && rule.window >= 5))
    throw new RangeError(`a window must be a whole number of at least 5 values, got ${rule.window}`);
  if (!(rule.longest >= rule.window))
    throw new RangeError(`longest must be at least the window of ${rule.window}, got ${rule.longest}`);
  for (const { name, values, tolerance } of series) {
    if (!(tolerance > 0)) throw new RangeError(`the tolerance of ${name} must be positive, got ${tolerance}`);
    const bad = values.find((value) => !(Number.isFinite(value) && value >= 0));
    if (bad !== undefined) throw new RangeError(`${name} holds ${bad}, which is no measured value`);
  }
}
