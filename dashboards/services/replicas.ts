import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { sum } from '../promql/combine.ts';
import { metrics, observations, quantile, value } from '../promql/services.ts';

const { requestDuration, activeRequests } = metrics;
const replica = ['instance'];

/** replicas: whether the load is spread, and whether one of them is slower than the others. */
export const replicas: Row = {
  title: 'By replica',
  panels: [
    timeSeries({
      title: 'Requests per second by replica',
      description:
        'Replicas of one service should lie close together; one that does not is out of balance or just came.',
      unit: 'reqps',
      queries: [{ expr: sum(replica, observations(requestDuration)), legend: '{{instance}}' }],
    }),
    timeSeries({
      title: 'Response time p99 by replica',
      description: 'A replica that is slower than the others of its service.',
      unit: 's',
      limit: limits.responseTimeP99Ms / 1000,
      queries: [{ expr: quantile(0.99, requestDuration, replica), legend: '{{instance}}' }],
    }),
    timeSeries({
      title: 'Requests under way by replica',
      description: 'Requests that are not answered yet, at the moment of the scrape.',
      unit: 'short',
      queries: [{ expr: value(activeRequests), legend: '{{instance}}' }],
    }),
  ],
};
