import type { FigureRow, SideBySide } from '../../compare/side-by-side.ts';
import { cell, escapeMarkdown, table } from '../markdown/markdown-table.ts';
import { besideText } from '../text/beside-text.ts';
import { type Difference, environmentDifferences, settingDifferences } from '../text/differences.ts';
import { byGroup } from '../text/groups.ts';
import { sideFacts } from '../text/side-facts.ts';
import type { SideRenderer } from './side-renderer.ts';

/** sideMarkdown: figures by name, one column for each result. */
export const sideMarkdown: SideRenderer = {
  name: 'side-by-side markdown',
  fileName: 'report.md',
  render: (sides) =>
    `${[
      '# Rehearse: side by side',
      '',
      ...differing(
        'Different environments: figures may differ for no other reason',
        sides,
        environmentDifferences,
      ),
      ...differing('Different settings', sides, settingDifferences),
      ...grid('Results', sides, sideFacts(sides.results)),
      ...byGroup(sides.rows).flatMap(({ title, members }) => [
        `## ${title}`,
        '',
        ...table(
          ['Figure', ...sides.results.map(({ name }) => cell(name))],
          ['left'],
          members.map(figureCells),
        ),
        '',
      ]),
      'Ratios (×) are to the first result; a – b is a 95% interval or a … b a range within one run. Nothing is said about whether a difference is more than chance.',
    ].join('\n')}\n`,
};

function differing(
  title: string,
  sides: SideBySide,
  of: (results: SideBySide['results']) => Difference[],
): string[] {
  const found = of(sides.results);
  return found.length === 0 ? [] : grid(`⚠ ${title}`, sides, found);
}

function grid(title: string, { results }: SideBySide, rows: readonly Difference[]): string[] {
  return [
    `## ${escapeMarkdown(title)}`,
    '',
    ...table(
      ['', ...results.map(({ name }) => cell(name))],
      ['left', ...results.map(() => 'left' as const)],
      rows.map(({ name, values }) => [cell(name), ...values.map(cell)]),
    ),
    '',
  ];
}

function figureCells({ title, cells }: FigureRow): string[] {
  const texts = cells.map(besideText).map(({ value, spread, ratio }) => {
    const inBrackets = spread === '' ? '' : `(${spread})`;
    return cell([value, inBrackets, ratio].filter((part) => part !== '').join(' '));
  });
  return [cell(title), ...texts];
}
