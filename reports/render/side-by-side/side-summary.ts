import type { FigureRow, SideBySide } from '../../compare/side-by-side.ts';
import { type Paint, paint } from '../terminal/paint.ts';
import type { SummaryOptions } from '../terminal/summary.ts';
import { wrap } from '../terminal/wrap.ts';
import { besideText } from '../text/beside-text.ts';
import { environmentDifferences, settingDifferences } from '../text/differences.ts';
import { formatDuration, formatMoment } from '../text/duration.ts';
import { byGroup } from '../text/groups.ts';

/** renderSideSummary: several results as a table in a terminal, without spreads or figure by figure where it is narrow. */
export function renderSideSummary(sides: SideBySide, options: SummaryOptions): string {
  const colors = paint(options.color);
  const heads = sides.results.map((_, i) => `[${i + 1}]`);
  const tables = [fullText, shortText].map((text) => tableLines(sides, heads, text));
  const fitting = tables.find((lines) => lines.every((line) => line.length <= options.columns));
  const lines = fitting ?? blocks(sides, heads, options.columns, colors);
  return `${[...headLines(sides, heads, options.columns, colors), ...lines].join('\n')}\n`;
}

type CellText = (cell: FigureRow['cells'][number]) => string;

function tableLines({ rows }: SideBySide, heads: readonly string[], text: CellText): string[] {
  const table = byGroup(rows).flatMap(({ group, members }) =>
    members.map((row, i) => [i === 0 ? group : '', row.title, ...row.cells.map(text)]),
  );
  const all = [['', '', ...heads], ...table];
  const widths = widthsOf(all);
  return all.map((row) => lineOf(row, widths));
}

function headLines({ results }: SideBySide, heads: string[], columns: number, colors: Paint): string[] {
  const names = results.flatMap(({ name, result }, i) =>
    wrap(
      `${heads[i]} ${name} · ${result.suite} · ${result.state} · ${formatDuration(result.durationMs)} · ${formatMoment(result.startedAt)}`,
      columns,
      '    ',
    ),
  );
  const warned = [
    ['Different environments', environmentDifferences(results)] as const,
    ['Different settings', settingDifferences(results)] as const,
  ].flatMap(([what, found]) =>
    found.length === 0 ? [] : wrap(`! ${what}: ${found.map(({ name }) => name).join(', ')}.`, columns, '  '),
  );
  return [
    ...names.map((line) => colors.strong(line)),
    ...warned.map((line) => colors.verdict('inconclusive', line)),
    '',
  ];
}

const fullText: CellText = (cell) => {
  const { value, spread, ratio } = besideText(cell);
  return [value, spread === '' ? '' : `(${spread})`, ratio].filter((part) => part !== '').join(' ');
};

const shortText: CellText = (cell) => {
  const { value, ratio } = besideText(cell);
  return ratio === '' ? value : `${value} ${ratio}`;
};

function blocks({ rows }: SideBySide, heads: string[], columns: number, colors: Paint): string[] {
  return rows.flatMap(({ title, cells }) => [
    ...wrap(title, columns, '  ').map((line) => colors.strong(line)),
    ...cells.flatMap((cell, i) => wrap(`  ${heads[i]} ${fullText(cell)}`, columns, '      ')),
  ]);
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((text, i) => text.padEnd(widths[i] ?? 0))
    .join('  ')
    .trimEnd();
}
