import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { heatmap } from '../parts/heatmap.ts';
import { timeSeries } from '../parts/time-series.ts';
import { bucketRatesOf, own, quantileOf } from '../promql/own.ts';
import { ofExperiment } from './of-experiment.ts';

const of = { matchers: ofExperiment };

/** latency: how long clients waited, and how punctual the generator was. */
export const latency: Row = {
  title: 'Latency',
  panels: [
    heatmap({
      title: 'Response time',
      description:
        'From the moment the schedule says a request begins to its last byte: how many per second took how long.',
      unit: 's',
      width: 12,
      queries: [{ expr: bucketRatesOf(own.responseTime, of), legend: '{{le}}', as: 'buckets' }],
    }),
    timeSeries({
      title: 'Response time percentiles',
      description: `From merged histograms; the budget of p99 is ${limits.responseTimeP99Ms} ms.`,
      unit: 's',
      width: 12,
      limit: limits.responseTimeP99Ms / 1000,
      queries: [0.5, 0.9, 0.99].map((q) => ({
        expr: quantileOf(q, own.responseTime, of),
        legend: `p${q * 100}`,
      })),
    }),
    timeSeries({
      title: 'Service time percentiles',
      description:
        'From the written headers to the last byte: without the wait that a stalled service causes to those behind it.',
      unit: 's',
      width: 12,
      queries: [0.5, 0.9, 0.99].map((q) => ({
        expr: quantileOf(q, own.serviceTime, of),
        legend: `p${q * 100}`,
      })),
    }),
    timeSeries({
      title: 'Dispatch delay p99',
      description:
        'How late the generator itself was. Above 5 ms the run says more about the generator than about the services.',
      unit: 's',
      width: 12,
      limit: 0.005,
      queries: [{ expr: quantileOf(0.99, own.dispatchDelay, of), legend: 'p99' }],
    }),
  ],
};
