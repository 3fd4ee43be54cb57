/** Limits: what bounds a value whatever is measured. */
export interface Limits {
  /** lastedSeconds: no duration can be longer than everything has lasted so far, and no moment longer ago. */
  readonly lastedSeconds: number;
  /** nowSeconds: Unix time. */
  readonly nowSeconds: number;
  /** memoryBytes: of the machine. */
  readonly memoryBytes: number;
}

/** slackSeconds: clocks of several machines, and times that are kept in whole seconds. */
const slackSeconds = 60;
/** mostPerSecond: a million of anything a second would be news. */
const mostPerSecond = 1_000_000;

/** implausible says why a value cannot be of a unit: milliseconds taken for seconds, a share above 1; undefined where it can. */
export function implausible(value: number, unit: string, limits: Limits): string | undefined {
  switch (unit) {
    case 'percentunit':
      return within(value, 0, 1 + 1e-9, 'a share');
    case 's':
      return within(value, 0, limits.lastedSeconds, 'seconds');
    case 'bytes':
      return within(value, -limits.memoryBytes, limits.memoryBytes, 'bytes');
    case 'reqps':
    case 'ops':
    case 'cps':
      return within(value, 0, mostPerSecond, 'a rate per second');
    case 'dateTimeAsIso':
      return within(
        value,
        (limits.nowSeconds - limits.lastedSeconds - slackSeconds) * 1000,
        (limits.nowSeconds + slackSeconds) * 1000,
        'milliseconds of a moment at which there was something',
      );
    case 'short':
    case 'none':
      return undefined;
    default:
      return `nobody knows what is plausible in the unit "${unit}"`;
  }
}

function within(value: number, low: number, high: number, what: string): string | undefined {
  return value >= low && value <= high ? undefined : `${value} cannot be ${what}`;
}
