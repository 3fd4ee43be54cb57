import type { Figure } from '../../../load/model/figure.ts';
import {
  type ObserverAnalysis,
  type ObserverEffect,
  observerFigureNames,
} from '../../../load/model/observer-analysis.ts';
import type {
  ObserverMeasure,
  ObserverObservation,
  ObserverPair,
  ObserverSide,
} from '../../../load/model/observer-observation.ts';
import { countText } from './cells.ts';
import { formatNumber } from './number.ts';
import type { TextTable } from './text-table.ts';

const measures: Readonly<Record<ObserverMeasure, { readonly title: string; readonly unit: string }>> = {
  'response-time-p50': { title: 'response time p50', unit: 'ms' },
  throughput: { title: 'throughput', unit: 'requests/s' },
  'cpu-per-request': { title: 'CPU time of the services per request', unit: 'ms' },
};

/** observerSides says what each side had. */
export function observerSides({ unobserved, observed }: ObserverObservation['sides']): string[] {
  return [`Observed: ${sideText(observed)}.`, `Unobserved: ${sideText(unobserved)}.`];
}

function sideText({ serviceMetrics, probes, scrapedEveryMs }: ObserverSide): string {
  return [
    serviceMetrics ? 'services that measure themselves' : 'services whose own metrics are off',
    probes.length === 0 ? 'no probe' : `the probes ${probes.join(', ')}`,
    scrapedEveryMs === null ? 'no scrape' : `each replica scraped every ${scrapedEveryMs / 1000} s`,
  ].join('; ');
}

/** observerSentences: what looking on costs, and whether that holds the goal. */
export function observerSentences({ effects }: ObserverAnalysis, figures: readonly Figure[]): string[] {
  return effects.map((effect) => {
    const figure = figures.find(({ name }) => name === observerFigureNames[effect.measure]);
    return [costText(effect), ...goalText(effect, figure)].join('; ') + '.';
  });
}

/** A throughput that falls is a cost, and so is anything else that rises. */
function costOf(measure: ObserverMeasure, ratio: number): number {
  return measure === 'throughput' ? 1 - ratio : ratio - 1;
}

function costText({ measure, ratio, interval }: ObserverEffect): string {
  const cost = percent(costOf(measure, ratio));
  const title = measures[measure].title;
  if (interval === undefined) return `Looking on costs ${cost} of ${title}`;
  const ends = [interval.low, interval.high].map((end) => costOf(measure, end)).toSorted((a, b) => a - b);
  return `Looking on costs ${cost} of ${title} (${ends.map(percent).join(' … ')})`;
}

const verdicts = { pass: 'holds', fail: 'does not hold', inconclusive: 'could not tell' } as const;

function goalText({ measure, timesAsLong }: ObserverEffect, figure: Figure | undefined): string[] {
  if (figure?.budget === undefined || figure.verdict === undefined) return [];
  const goal = `goal at most ${percent(costOf(measure, figure.budget.limit))}: ${verdicts[figure.verdict]}`;
  if (figure.verdict !== 'inconclusive' || timesAsLong === undefined) return [goal];
  return [goal, `by the noise of this run, ±1% would take it ${formatNumber(timesAsLong)} times as long`];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace('-', '−')}%`;
}

/** observerTable: what observing changes, as ratios. */
export function observerTable({ effects }: ObserverAnalysis): TextTable {
  return {
    caption: 'Observed ÷ unobserved; 1 is no effect',
    headings: ['Measure', '#Ratio', '#Interval', '#Pairs', '#Starts'],
    rows: effects.map(({ measure, ratio, interval, pairs, rounds }) => [
      measures[measure].title,
      ratio.toFixed(3),
      interval === undefined ? '–' : `${interval.low.toFixed(3)} – ${interval.high.toFixed(3)}`,
      countText(pairs),
      countText(rounds),
    ]),
  };
}

/** observerPairs: every pair of seconds, or of turns for CPU time, behind the ratios. */
export function observerPairs(pairs: readonly ObserverPair[]): TextTable {
  return {
    caption: 'every pair of seconds, or of turns for CPU time',
    headings: ['Measure', '#Start', '#Unobserved', '#Observed', 'Unit'],
    rows: pairs.map(({ measure, round, unobserved, observed }) => [
      measures[measure].title,
      countText(round),
      formatNumber(unobserved),
      formatNumber(observed),
      measures[measure].unit,
    ]),
  };
}
