import type { Beside } from '../../compare/side-by-side.ts';
import { figureText, withUnit } from './figure-text.ts';

/** BesideText: one cell of figures side by side; empty where there is nothing to say. */
export interface BesideText {
  readonly value: string;
  readonly spread: string;
  readonly ratio: string;
}

/** besideText writes the figure of one result, its spread, and its ratio to that of the first. */
export function besideText(cell: Beside | null): BesideText {
  if (cell === null) return { value: '–', spread: '', ratio: '' };
  const text = figureText(cell.figure);
  return {
    value: withUnit(text.value, text.unit),
    spread: text.interval === '' ? text.range : text.interval,
    ratio: cell.ratio === null ? '' : `× ${ratioText(cell.ratio)}`,
  };
}

/** ratioText keeps apart what is 1 and what is close to it. */
function ratioText(ratio: number): string {
  return ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(3);
}
