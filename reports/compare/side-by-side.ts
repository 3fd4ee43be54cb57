import type { Figure } from '../../load/model/figure.ts';
import type { RunResult } from '../../load/model/result.ts';

/** NamedResult: a stored result under the name by which its reader knows it. */
export interface NamedResult {
  readonly name: string;
  readonly result: RunResult;
}

/** Beside: a figure of one result, and its ratio to that of the first; null where one of them has none, or the first is 0. */
export interface Beside {
  readonly figure: Figure;
  readonly ratio: number | null;
}

/** FigureRow: a figure by its name, in every result that has it; null where a result does not. */
export interface FigureRow {
  readonly name: string;
  readonly title: string;
  readonly group: Figure['group'];
  readonly cells: readonly (Beside | null)[];
}

/** SideBySide: several results, the first of which the others are held against. It has no verdict on the difference. */
export interface SideBySide {
  readonly results: readonly NamedResult[];
  readonly rows: readonly FigureRow[];
}

/** sideBySide puts the figures of results beside one another by name, in the order in which results have them. */
export function sideBySide(results: readonly NamedResult[]): SideBySide {
  const names = [...new Set(results.flatMap(({ result }) => result.figures.map(({ name }) => name)))];
  return { results, rows: names.flatMap((name) => rowOf(name, results) ?? []) };
}

function rowOf(name: string, results: readonly NamedResult[]): FigureRow | undefined {
  const figures = results.map(({ result }) => result.figures.find((figure) => figure.name === name));
  const known = figures.find((figure) => figure !== undefined);
  if (known === undefined) return undefined;
  const first = figures[0];
  return {
    name,
    title: known.title,
    group: known.group,
    cells: figures.map((figure) =>
      figure === undefined ? null : { figure, ratio: figure === first ? null : ratioOf(figure, first) },
    ),
  };
}

function ratioOf(figure: Figure, first: Figure | undefined): number | null {
  const comparable = first !== undefined && first.unit === figure.unit;
  if (!comparable || figure.value === null || first.value === null || first.value === 0) return null;
  return figure.value / first.value;
}
