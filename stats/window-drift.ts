import { rounded } from './rounded.ts';
import { median } from './order-statistics.ts';
import { theilSen, type RobustLine } from './theil-sen.ts';

/** DriftRule: the drift over `window` values is judged from the last `window` to `longest` values at a level. */
export interface DriftRule {
  readonly window: number;
  readonly longest: number;
  readonly level: number;
  /** tolerance: the drift that is allowed, as a share of the values; smallestChange: in their unit, always allowed. */
  readonly tolerance: number;
  readonly smallestChange: number;
}

/** DriftVerdict: whether the drift is within what is allowed, over how many values that was seen, and why. */
export interface DriftVerdict {
  readonly within: boolean;
  readonly length: number;
  readonly why: string;
}

/**
 * judgeDrift looks back over the fewest values that show the drift to be below what is allowed. Where none does, the
 * answer is that of the longest look back.
 */
export function judgeDrift(values: readonly number[], rule: DriftRule): DriftVerdict {
  let verdict: DriftVerdict = { within: false, length: 0, why: 'has too few values' };
  const longest = Math.min(rule.longest, values.length);
  for (let length = rule.window; length <= longest; length += 1) {
    const recent = values.slice(-length);
    verdict = { length, ...lookBack(recent, allowedDrift(recent, rule), rule) };
    if (verdict.within) return verdict;
  }
  return verdict;
}

/** allowedDrift: of the present level or of that in the middle of the look back, whichever is lower. */
export function allowedDrift(recent: readonly number[], rule: DriftRule): number {
  const level = Math.min(median(recent), median(recent.slice(-rule.window)));
  return Math.max(rule.tolerance * level, rule.smallestChange);
}

type Judged = Omit<DriftVerdict, 'length'>;

function lookBack(recent: readonly number[], allowed: number, rule: DriftRule): Judged {
  const off = offTheLine(recent);
  const objection = apart(off, allowed, rule) ?? bend(recent, off, allowed, rule);
  if (objection !== undefined) return { within: false, why: objection };
  const strays = strayIndices(off, allowed);
  const kept = recent.map((_, i) => i).filter((i) => !strays.includes(i));
  const y = kept.map((i) => recent[i] as number);
  return heldAgainst(theilSen(kept, y, rule.level).interval, allowed, rule.window);
}

function heldAgainst(slope: RobustLine['interval'], allowed: number, window: number): Judged {
  if (slope === undefined) return { within: false, why: 'has too few values for an interval' };
  const low = slope.low * window;
  const high = slope.high * window;
  const within = -allowed < low && high < allowed;
  const seen = `drifts by ${rounded(low)} to ${rounded(high)} in ${window} values`;
  return { within, why: `${seen}, ${within ? 'within' : 'not within'} ±${rounded(allowed)}` };
}

/** offTheLine: how far each value lies above the robust line through all of them. */
function offTheLine(recent: readonly number[]): number[] {
  const line = theilSen(
    recent.map((_, i) => i),
    recent,
    0.5,
  );
  return recent.map((value, i) => value - line.intercept - line.slope * i);
}

/** normalFromMedian: the standard deviation of a normal distribution over its median absolute deviation. */
const normalFromMedian = 1.4826;

/** strayFactor: a value so many standard deviations off the line is a stray one. */
const strayFactor = 5;

function strayIndices(off: readonly number[], allowed: number): number[] {
  const limit = Math.max(strayFactor * normalFromMedian * median(off.map(Math.abs)), allowed);
  return off.map((_, i) => i).filter((i) => Math.abs(off[i] as number) > limit);
}

/** apart names strays that cannot be set aside: the newest value, or more than one value in six. */
function apart(off: readonly number[], allowed: number, rule: DriftRule): string | undefined {
  const strays = strayIndices(off, allowed);
  if (strays.includes(off.length - 1)) return 'stands apart in its newest value: a stray one, or a new level';
  if (strays.length > off.length / 6 || off.length - strays.length < rule.window)
    return `stands apart in ${strays.length} of ${off.length} values`;
  return undefined;
}

/**
 * bend finds a window whose middle lies off the line by more than is allowed, beyond two standard errors of a median.
 * The noise is taken from the steps between neighbours, which a slow swing hardly touches.
 */
function bend(
  recent: readonly number[],
  off: readonly number[],
  allowed: number,
  { window }: DriftRule,
): string | undefined {
  const steps = recent.slice(1).map((value, i) => Math.abs(value - (recent[i] as number)));
  const noise = (normalFromMedian * median(steps)) / Math.SQRT2;
  const limit = Math.max(allowed, (2 * 1.2533 * noise) / Math.sqrt(window));
  for (let end = off.length; end >= window; end -= window) {
    const middle = median(off.slice(end - window, end));
    if (Math.abs(middle) > limit) return `swings by ${rounded(middle)} around its line`;
  }
  return undefined;
}
