import Table from 'cli-table3';
import type { Figure, Verdict } from '../../../load/model/figure.ts';
import { figureText, verdictText, withUnit } from '../text/figure-text.ts';
import { byGroup } from '../text/groups.ts';
import { spreadLegend } from './legend.ts';
import type { Paint } from './paint.ts';

/** narrowBelow: under so many columns the groups become lines of their own and verdicts a sign. */
const narrowBelow = 80;

/** roomForWords: from so many columns on, `inconclusive` is written out. */
const roomForWords = 92;

const fewestTitleColumns = 12;
const fewestGroupColumns = 8;

/** figureLines: the figures as a table without borders, one line each, grouped; titles give way when it is narrow. */
export function figureLines(figures: readonly Figure[], columns: number, paint: Paint): string[] {
  if (figures.length === 0) return [];
  return columns < narrowBelow ? narrowLines(figures, columns, paint) : wideLines(figures, columns, paint);
}

function wideLines(figures: readonly Figure[], columns: number, paint: Paint): string[] {
  const headings = ['figure', 'spread', 'budget'];
  const verdictWidth = columns < roomForWords ? 8 : 14;
  const widths = widthsOf([headings, ...figures.map(cells)]);
  const groups = Math.max(fewestGroupColumns, ...figures.map(({ group }) => group.length));
  const titles = titleColumns(figures, columns - groups - verdictWidth - sum(widths) - 5);
  const table = newTable(
    [groups, titles, ...widths, verdictWidth],
    ['left', 'left', 'right', 'right', 'right', 'left'],
  );
  table.push([
    { content: paint.faint(spreadLegend(figures)), colSpan: 2 },
    ...[...headings, 'verdict'].map((heading) => paint.faint(heading)),
  ]);
  for (const { group, members } of byGroup(figures)) {
    for (const [i, figure] of members.entries()) {
      const name = i === 0 ? paint.strong(group) : '';
      table.push([name, figure.title, ...cells(figure), verdictCell(figure.verdict, verdictWidth, paint)]);
    }
  }
  return linesOf(table);
}

function narrowLines(figures: readonly Figure[], columns: number, paint: Paint): string[] {
  const widths = widthsOf(figures.map(cells));
  const titles = titleColumns(figures, columns - 1 - sum(widths) - 4);
  const groups = byGroup(figures).flatMap(({ group, members }) => {
    const table = newTable([1, titles, ...widths], ['left', 'left', 'right', 'right', 'right']);
    for (const figure of members) {
      table.push([verdictCell(figure.verdict, 1, paint), figure.title, ...cells(figure)]);
    }
    return [paint.strong(group), ...linesOf(table)];
  });
  const legend = spreadLegend(figures);
  return legend === '' ? groups : [...groups, paint.faint(legend)];
}

function cells(figure: Figure): string[] {
  const text = figureText(figure);
  if (figure.value === null) return ['–', text.value, text.budget];
  return [withUnit(text.value, text.unit), text.interval === '' ? text.range : text.interval, text.budget];
}

function verdictCell(verdict: Verdict | undefined, width: number, paint: Paint): string {
  if (verdict === undefined) return '';
  const text = verdictText(verdict);
  const short = width === 1 ? text.slice(0, 1) : `${text.slice(0, width - 1)}.`;
  return paint.verdict(verdict, text.length <= width ? text : short);
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return [0, 1, 2].map((column) => Math.max(1, ...rows.map((row) => (row[column] ?? '').length)));
}

function titleColumns(figures: readonly Figure[], room: number): number {
  const longest = Math.max(...figures.map((figure) => figure.title.length));
  return Math.max(fewestTitleColumns, Math.min(room, longest));
}

function newTable(colWidths: number[], colAligns: Table.HorizontalAlignment[]): Table.Table {
  const edges = ['top', 'bottom', 'left', 'right', 'mid'];
  const joints = edges.flatMap((edge) => [
    edge,
    `${edge}-mid`,
    `${edge}-left`,
    `${edge}-right`,
    `mid-${edge}`,
  ]);
  return new Table({
    colWidths,
    colAligns,
    chars: { ...Object.fromEntries(joints.map((joint) => [joint, ''])), middle: ' ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
}

function linesOf(table: Table.Table): string[] {
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
