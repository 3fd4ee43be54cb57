import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { heatmap } from '../parts/heatmap.ts';
import { timeSeries } from '../parts/time-series.ts';
import { shareOf, sum } from '../promql/combine.ts';
import { bucketRates, metrics, observations, quantile, serverErrors } from '../promql/services.ts';

const { requestDuration } = metrics;

/** requests: rate, errors and duration by service. */
export const requests: Row = {
  title: 'Requests by service',
  panels: [
    timeSeries({
      title: 'Requests per second',
      description:
        'Requests that were answered, by service. The gateway counts each request that the services behind it count as well.',
      unit: 'reqps',
      queries: [{ expr: sum(['service'], observations(requestDuration)), legend: '{{service}}' }],
    }),
    timeSeries({
      title: 'Share of server errors',
      description:
        'Share of answers with a 5xx status. A deliberate 503 counts, since its caller did not get what it wanted.',
      unit: 'percentunit',
      max: 1,
      limit: 0.01,
      queries: [
        {
          expr: shareOf(
            ['service'],
            observations(requestDuration, serverErrors),
            observations(requestDuration),
          ),
          legend: '{{service}}',
        },
      ],
    }),
    timeSeries({
      title: 'Response time p99',
      description: `99 of 100 requests were answered within this time, by service; the budget is ${limits.responseTimeP99Ms} ms. Points name traces, where traces are sent.`,
      unit: 's',
      limit: limits.responseTimeP99Ms / 1000,
      queries: [
        { expr: quantile(0.99, requestDuration, ['service']), legend: '{{service}}', exemplars: true },
      ],
    }),
    timeSeries({
      title: 'Response time p50',
      description: `Half of the requests were answered within this time, by service; the budget is ${limits.responseTimeP50Ms} ms.`,
      unit: 's',
      limit: limits.responseTimeP50Ms / 1000,
      queries: [{ expr: quantile(0.5, requestDuration, ['service']), legend: '{{service}}' }],
    }),
    heatmap({
      title: 'Response time',
      description:
        'How many requests per second took how long, over all that is chosen: choose one service for its own picture.',
      unit: 's',
      width: 16,
      queries: [{ expr: bucketRates(requestDuration), legend: '{{le}}', as: 'buckets' }],
    }),
  ],
};
