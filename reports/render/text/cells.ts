import { formatFixed, formatNumber, formatShort } from './number.ts';

/** none stands where something is not known. */
const none = '–';

/** milliseconds writes a time without its unit, which stands in the heading. */
export function milliseconds(value: number | null | undefined): string {
  return value === null || value === undefined ? none : formatNumber(value);
}

/** mebibytes writes bytes as MiB without the unit, to a hundredth where there are few of them. */
export function mebibytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return none;
  const mib = bytes / 1024 / 1024;
  return formatFixed(mib, Math.abs(mib) < 10 ? 2 : 1);
}

/** countText writes a count. */
export function countText(count: number | null | undefined): string {
  return count === null || count === undefined ? none : formatFixed(count, 0);
}

/** percentText writes a share of 1 as percent. */
export function percentText(share: number | null | undefined): string {
  return share === null || share === undefined ? none : `${formatShort(share * 100)}%`;
}

/** rangeText writes an interval; one with a bound of null is open on that side. */
export function rangeText(
  range: { readonly low: number | null; readonly high: number | null } | null | undefined,
): string {
  if (range === null || range === undefined) return none;
  if (range.high === null) return `> ${milliseconds(range.low)}`;
  if (range.low === null) return `≤ ${milliseconds(range.high)}`;
  return `${formatNumber(range.low)} – ${formatNumber(range.high)}`;
}

/** steadyText: whether a load was steady when it was measured; one that was not is no evidence. Undefined where no rule asked. */
export function steadyText(steady: boolean | undefined): string {
  if (steady === undefined) return none;
  return steady ? '✓ yes' : '✗ no, left out';
}
