import type { Evening, Price } from '../api/resources.ts';

const locale = 'en-GB';
const longDate = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDate = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const timeWithZone = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});
const number = new Intl.NumberFormat(locale);

/** Few: from here on down the number of seats left is worth a hint. */
const few = 20;

export function dayOf({ start }: Pick<Evening, 'start'>): string {
  return longDate.format(new Date(start));
}

export function shortDayOf({ start }: Pick<Evening, 'start'>): string {
  return `${shortDate.format(new Date(start))}, ${time.format(new Date(start))}`;
}

/** hoursOf gives the hours in the reader's own time, and says which that is. */
export function hoursOf({ start, end }: Pick<Evening, 'start' | 'end'>): string {
  return `${time.format(new Date(start))} – ${timeWithZone.format(new Date(end))}`;
}

/** moneyOf gives a price times a count in the currency's own units. */
export function moneyOf({ amount, currency }: Price, count = 1): string {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  return money.format((amount * count) / 10 ** digits);
}

export function seatsOf(count: number): string {
  return count === 1 ? '1 seat' : `${number.format(count)} seats`;
}

export interface Availability {
  readonly text: string;
  readonly level: 'many' | 'few' | 'none';
}

export function availabilityOf(seatsLeft: number): Availability {
  if (seatsLeft === 0) return { text: 'Sold out', level: 'none' };
  if (seatsLeft <= few) return { text: `Only ${seatsOf(seatsLeft)} left`, level: 'few' };
  return { text: `${seatsOf(seatsLeft)} left`, level: 'many' };
}
