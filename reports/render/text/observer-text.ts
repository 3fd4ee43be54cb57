import type { ObserverAnalysis } from '../../../load/model/observer-analysis.ts';
import type { ObserverPair } from '../../../load/model/observer-observation.ts';
import { countText } from './cells.ts';
import { formatNumber } from './number.ts';
import type { TextTable } from './text-table.ts';

const measures: Readonly<Record<ObserverPair['measure'], { readonly title: string; readonly unit: string }>> =
  {
    'response-time-p50': { title: 'response time p50', unit: 'ms' },
    throughput: { title: 'throughput', unit: 'requests/s' },
  };

/** observerTable: what observing changes, as ratios. */
export function observerTable({ effects }: ObserverAnalysis): TextTable {
  return {
    caption: 'Observed ÷ unobserved; 1 is no effect',
    headings: ['Measure', '#Ratio', '#Interval', '#Pairs'],
    rows: effects.map(({ measure, ratio, interval, pairs }) => [
      measures[measure].title,
      ratio.toFixed(3),
      interval === undefined ? '–' : `${interval.low.toFixed(3)} – ${interval.high.toFixed(3)}`,
      countText(pairs),
    ]),
  };
}

/** observerPairs: every pair of loads behind the ratios. */
export function observerPairs(pairs: readonly ObserverPair[]): TextTable {
  return {
    caption: 'every pair of loads',
    headings: ['Measure', '#Unobserved', '#Observed', 'Unit'],
    rows: pairs.map(({ measure, unobserved, observed }) => [
      measures[measure].title,
      formatNumber(unobserved),
      formatNumber(observed),
      measures[measure].unit,
    ]),
  };
}
