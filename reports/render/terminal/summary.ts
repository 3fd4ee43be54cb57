import { stripVTControlCharacters } from 'node:util';
import type { Figure } from '../../../load/model/figure.ts';
import type { RunResult } from '../../../load/model/result.ts';
import { formatDuration, formatMoment } from '../text/duration.ts';
import { outcomeOf } from '../text/outcome.ts';
import { revisionText } from '../text/run-facts.ts';
import { fittingFigures } from './fitting-figures.ts';
import { figureLines } from './figure-table.ts';
import { type Paint, paint } from './paint.ts';
import { wrap } from './wrap.ts';

/** SummaryOptions: the terminal's width in characters and whether it shows colours. */
export interface SummaryOptions {
  readonly columns: number;
  readonly color: boolean;
}

/** screenLines: what fits on one screen; warnings, and figures without a budget, that go beyond it are counted. */
const screenLines = 23;
const detailRows = 8;
const fewestColumns = 52;
const mostColumns = 110;

/** renderSummary: the end of a run on one screen: what it was, what it came to, each figure with spread and verdict. */
export function renderSummary(result: RunResult, options: SummaryOptions): string {
  const columns = Math.min(mostColumns, Math.max(fewestColumns, options.columns));
  const colors = paint(options.color);
  const head = [
    ...headLines(result, columns, colors),
    ...outcomeLines(result, columns, colors),
    ...detailLines(result, columns, colors),
  ];
  const all = figuresToShow(result);
  const figures = fittingFigures(all, screenLines - head.length - 2);
  const lines = [
    ...head,
    ...figureLines(figures, columns, colors),
    ...restLines(
      all.filter((figure) => !figures.includes(figure)),
      colors,
    ),
  ];
  const warnings = warningLines(result, columns, Math.max(1, screenLines - lines.length), colors);
  return `${[...lines, ...warnings].join('\n')}\n`;
}

/** figuresToShow: all of a whole run; of one that ended early only what was measured, the rest is counted above. */
function figuresToShow({ state, figures }: RunResult): Figure[] {
  if (state === 'complete' || state === 'invalid') return figures;
  return figures.filter((figure) => figure.value !== null);
}

function restLines(rest: readonly Figure[], colors: Paint): string[] {
  if (rest.length === 0) return [];
  const holding = rest.filter(({ verdict }) => verdict === 'pass').length;
  const budgets =
    holding === 0 ? '' : `, ${holding} of them within ${holding === 1 ? 'its budget' : 'their budgets'}`;
  return [
    colors.faint(`${rest.length} more ${rest.length === 1 ? 'figure' : 'figures'} in the report${budgets}`),
  ];
}

function headLines(result: RunResult, columns: number, colors: Paint): string[] {
  const facts = [
    result.state,
    formatDuration(result.durationMs),
    formatMoment(result.startedAt),
    revisionText(result),
  ];
  const text = `rehearse ${result.suite} · ${facts.filter((fact) => fact !== '').join(' · ')}`;
  return wrap(text, columns, '  ').map((line) => colors.faint(line));
}

function outcomeLines(result: RunResult, columns: number, colors: Paint): string[] {
  const { tone, sentence, reasons } = outcomeOf(result);
  return [
    ...wrap(sentence, columns, '  ').map((line) => colors.outcome(tone, line)),
    ...reasons.flatMap((reason) => wrap(`- ${reason}`, columns, '  ')),
  ];
}

function detailLines(result: RunResult, columns: number, colors: Paint): string[] {
  if (result.state !== 'failed' || result.failure.detail === undefined) return [];
  const lines = stripVTControlCharacters(result.failure.detail).trimEnd().split('\n').slice(-detailRows);
  return lines.map((line) => colors.faint(`  | ${line}`.slice(0, columns)));
}

function warningLines(result: RunResult, columns: number, room: number, colors: Paint): string[] {
  const blocks = result.warnings.map(({ message, advice }) =>
    wrap(`! ${message}${advice === undefined ? '' : ` ${advice}`}`, columns, '  '),
  );
  const shown: string[] = [];
  for (const [i, block] of blocks.entries()) {
    const left = blocks.length - i;
    if (shown.length + block.length + (left > 1 ? 1 : 0) > room) {
      const count = `! ${left} ${shown.length === 0 ? '' : 'more '}${left === 1 ? 'warning' : 'warnings'} in the report`;
      return [...shown, colors.verdict('inconclusive', count)];
    }
    shown.push(...block.map((line) => colors.verdict('inconclusive', line)));
  }
  return shown;
}
