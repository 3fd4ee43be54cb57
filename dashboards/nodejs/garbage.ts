import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { sum } from '../promql/combine.ts';
import { metrics, observations, quantile, sums } from '../promql/services.ts';

const { gcDuration } = metrics;

/** garbage: how often it is collected, and what that costs. */
export const garbage: Row = {
  title: 'Garbage collection',
  panels: [
    timeSeries({
      title: 'Share of time in collections',
      description:
        'The process stands still in most of it. Above 0.1 a larger heap or less garbage is worth a look.',
      unit: 'percentunit',
      max: 1,
      limit: 0.1,
      queries: [{ expr: sum(['instance'], sums(gcDuration)), legend: '{{instance}}' }],
    }),
    timeSeries({
      title: 'Collections per second',
      description: 'By kind: minor ones of the young, major ones of all.',
      unit: 'ops',
      queries: [{ expr: sum(['kind'], observations(gcDuration)), legend: '{{kind}}' }],
    }),
    timeSeries({
      title: 'Pause p99 by kind',
      description: '99 of 100 collections took at most this long, over all that is chosen.',
      unit: 's',
      limit: 0.05,
      queries: [{ expr: quantile(0.99, gcDuration, ['kind']), legend: '{{kind}}' }],
    }),
  ],
};
