import type { Row } from '../parts/board.ts';
import { heatmap } from '../parts/heatmap.ts';
import { timeSeries } from '../parts/time-series.ts';
import { eventLoopUtilization } from '../promql/event-loop.ts';
import { bucketRates, metrics, quantile } from '../promql/services.ts';

/** eventLoop: how busy it is, and how late that makes everything. */
export const eventLoop: Row = {
  title: 'Event loop',
  panels: [
    timeSeries({
      title: 'Utilization',
      description:
        'Share of time in which the event loop was busy. Above 0.9 a replica has nothing left; add one.',
      unit: 'percentunit',
      max: 1,
      limit: 0.9,
      queries: [{ expr: eventLoopUtilization, legend: '{{instance}}' }],
    }),
    timeSeries({
      title: 'Delay p99',
      description:
        'How late a timer of 250 ms fires, for 99 of 100. What blocks the loop makes every request wait as long.',
      unit: 's',
      limit: 0.1,
      queries: [{ expr: quantile(0.99, metrics.eventLoopDelay, ['instance']), legend: '{{instance}}' }],
    }),
    heatmap({
      title: 'Delay',
      description: 'How often a timer of 250 ms is how late, over all that is chosen.',
      unit: 's',
      queries: [{ expr: bucketRates(metrics.eventLoopDelay), legend: '{{le}}', as: 'buckets' }],
    }),
  ],
};
