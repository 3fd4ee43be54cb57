import type { Figure } from '../../../load/model/figure.ts';
import { observationsOf } from '../../../load/model/observation.ts';
import type { Experiment, RunResult } from '../../../load/model/result.ts';
import type { Renderer } from '../renderer.ts';
import { formatDuration, formatMoment } from '../text/duration.ts';
import { type Chapter, chaptersOf } from '../text/chapters.ts';
import { figureText, verdictText, withUnit } from '../text/figure-text.ts';
import { byGroup } from '../text/groups.ts';
import { grafanaLink } from '../text/grafana-link.ts';
import { outcomeOf } from '../text/outcome.ts';
import { machineText, revisionText } from '../text/run-facts.ts';
import { type StopRow, stopHeadings, stopRows } from '../text/stop-rows.ts';
import { environmentFacts } from '../text/environment-facts.ts';
import { warmUpsTable } from '../text/warm-up-text.ts';
import { cell, escapeMarkdown, table, textTable } from './markdown-table.ts';

/** markdown: the figures, what was computed from several, the shutdown scorecard and the environment, for a pull request or a decision record. */
export const markdown: Renderer = {
  name: 'markdown',
  fileName: 'report.md',
  render: (result) =>
    `${[
      ...head(result),
      ...byGroup(result.figures).flatMap(({ title, members }) => figureSection(title, members)),
      ...chaptersOf(result).flatMap(chapter),
      ...result.experiments.flatMap(scorecard),
      ...warmUps(result),
      ...warnings(result),
      ...environment(result),
    ].join('\n')}\n`,
};

function head(result: RunResult): string[] {
  const { sentence, reasons } = outcomeOf(result);
  const facts = [
    `state ${result.state}`,
    formatMoment(result.startedAt),
    formatDuration(result.durationMs),
    revisionText(result),
    machineText(result),
  ].filter((fact) => fact !== '');
  const settings = Object.entries(result.settings).map(([name, value]) => `${name} ${value}`);
  const link = grafanaLink(result);
  return [
    `# Rehearse: ${escapeMarkdown(result.suite)}`,
    '',
    `**${escapeMarkdown(sentence)}**`,
    '',
    ...list(reasons),
    escapeMarkdown(facts.join(' · ')),
    '',
    ...(link === undefined ? [] : [`[This run in Grafana](${link})`, '']),
    ...(settings.length === 0 ? [] : [`Settings: ${escapeMarkdown(settings.join(', '))}`, '']),
    ...failureDetail(result),
  ];
}

function failureDetail(result: RunResult): string[] {
  if (result.state !== 'failed' || result.failure.detail === undefined) return [];
  return [
    ...result.failure.detail
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`),
    '',
  ];
}

function figureSection(title: string, figures: readonly Figure[]): string[] {
  const headings = ['Figure', 'Value', 'Interval', 'Range', 'From', 'Budget', 'Verdict'];
  return [
    `## ${title}`,
    '',
    ...table(headings, ['left', 'right', 'right', 'right', 'left', 'right', 'left'], figures.map(figureRow)),
    '',
    ...list(figures.flatMap(({ title: name, note }) => (note === undefined ? [] : [`${name}: ${note}`]))),
  ];
}

function figureRow(figure: Figure): string[] {
  const text = figureText(figure);
  const verdict = figure.verdict === undefined ? '' : verdictText(figure.verdict);
  const bold = figure.verdict === 'fail' ? `**${verdict}**` : verdict;
  const value = cell(withUnit(text.value, text.unit));
  return [cell(figure.title), value, text.interval, text.range, cell(text.count), cell(text.budget), bold];
}

function chapter({ title, sentences, tables }: Chapter): string[] {
  return [
    `## ${escapeMarkdown(title)}`,
    '',
    ...list(sentences),
    ...tables.flatMap((one) => [`${escapeMarkdown(one.caption)}:`, '', ...textTable(one), '']),
  ];
}

function scorecard(experiment: Experiment): string[] {
  const rows = observationsOf(experiment.observations, 'shutdown').flatMap((o) => stopRows(o.stops));
  if (rows.length === 0) return [];
  const must = experiment.control ? ' (a control: it must lose requests)' : '';
  const cells = rows.map((row: StopRow) =>
    Object.keys(stopHeadings).map((key) => cell(row[key as keyof StopRow])),
  );
  return [
    `## Shutdown: ${escapeMarkdown(experiment.title)}${must}`,
    '',
    ...table(Object.values(stopHeadings), ['left', 'left', 'left'], cells),
    '',
  ];
}

function warmUps({ experiments }: RunResult): string[] {
  const { rows, ...rest } = warmUpsTable(experiments);
  return rows.length === 0 ? [] : ['## Warm-up', '', ...textTable({ rows, ...rest }), ''];
}

function warnings(result: RunResult): string[] {
  if (result.warnings.length === 0) return [];
  return [
    '## Warnings',
    '',
    ...list(
      result.warnings.map(({ message, advice }) => (advice === undefined ? message : `${message} ${advice}`)),
    ),
  ];
}

function environment(result: RunResult): string[] {
  const rows = environmentFacts(result).map(({ name, value }) => [cell(name), cell(value)]);
  return ['## Environment', '', ...table(['What', 'Value'], ['left', 'left'], rows)];
}

function list(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [...items.map((item) => `- ${escapeMarkdown(item)}`), ''];
}
