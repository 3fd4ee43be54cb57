import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { shareOf, sum } from '../promql/combine.ts';
import { metrics, observations, quantile, serverErrors, value } from '../promql/services.ts';

const { requestDuration, activeRequests } = metrics;
const replica = ['instance'];
/** width: two beside each other. */
const width = 12;

/** replicas: whether the load is spread, and whether one of them fails or is slower than the others. */
export const replicas: Row = {
  title: 'By replica',
  panels: [
    timeSeries({
      title: 'Requests per second by replica',
      description:
        'Replicas of one service should lie close together; one that does not is out of balance or just came.',
      unit: 'reqps',
      width,
      queries: [{ expr: sum(replica, observations(requestDuration)), legend: '{{instance}}' }],
    }),
    timeSeries({
      title: 'Share of server errors by replica',
      description: 'Share of answers with a 5xx status. One replica that fails alone wants to be ended.',
      unit: 'percentunit',
      width,
      max: 1,
      limit: 0.01,
      queries: [
        {
          expr: shareOf(replica, observations(requestDuration, serverErrors), observations(requestDuration)),
          legend: '{{instance}}',
        },
      ],
    }),
    timeSeries({
      title: 'Response time p99 by replica',
      description: 'A replica that is slower than the others of its service.',
      unit: 's',
      width,
      limit: limits.responseTimeP99Ms / 1000,
      queries: [{ expr: quantile(0.99, requestDuration, replica), legend: '{{instance}}' }],
    }),
    timeSeries({
      title: 'Requests under way by replica',
      description: 'Requests that are not answered yet, at the moment of the scrape.',
      unit: 'short',
      width,
      queries: [{ expr: value(activeRequests), legend: '{{instance}}' }],
    }),
  ],
};
