/** sum, most, least: over the series that share the labels. */
export function sum(by: readonly string[], expr: string): string {
  return `sum by (${by.join(', ')}) (${expr})`;
}
export function most(by: readonly string[], expr: string): string {
  return `max by (${by.join(', ')}) (${expr})`;
}
export function least(by: readonly string[], expr: string): string {
  return `min by (${by.join(', ')}) (${expr})`;
}

/**
 * shareOf: part of a whole, from 0 to 1, by the same labels; 0 where the part has never happened, and nothing while
 * the whole is nothing.
 */
export function shareOf(by: readonly string[], part: string, whole: string): string {
  const all = sum(by, whole);
  return `(${sum(by, part)} or ${all} * 0) / (${all} > 0)`;
}

/** orNone: a flat line at 0, called "none", in place of an empty panel while something has never happened. */
export function orNone(expr: string, label: string): string {
  return `${expr} or label_replace(vector(0), "${label}", "none", "", "")`;
}
