import type { Figure } from '../../../load/model/figure.ts';

/** spreadLegend says how spreads are written; empty where no figure has one. */
export function spreadLegend(figures: readonly Figure[]): string {
  const levels = [...new Set(figures.flatMap((figure) => figure.interval?.level ?? []))];
  const percent = levels.length === 1 ? `${Number((Number(levels[0]) * 100).toFixed(2))}% ` : '';
  const hasRange = figures.some((figure) => figure.range !== undefined && figure.interval === undefined);
  const parts = [levels.length === 0 ? '' : `a – b: ${percent}interval`, hasRange ? 'a … b: range' : ''];
  return parts.filter((part) => part !== '').join(', ');
}
