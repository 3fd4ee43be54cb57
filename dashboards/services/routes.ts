import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { shareOf, sum } from '../promql/combine.ts';
import { metrics, observations, quantile } from '../promql/services.ts';

const { requestDuration } = metrics;
const chosenRoutes = 'http_route=~"$route"';
const route = ['service', 'http_request_method', 'http_route'];
const legend = '{{service}} {{http_request_method}} {{http_route}}';

/** routes: rate, errors and duration by route. */
export const routes: Row = {
  title: 'By route',
  panels: [
    timeSeries({
      title: 'Requests per second by route',
      description: 'By the template of the route, never by address.',
      unit: 'reqps',
      queries: [{ expr: sum(route, observations(requestDuration, chosenRoutes)), legend }],
    }),
    timeSeries({
      title: 'Share of errors by route',
      description:
        'Share of answers with a 4xx or 5xx status. 409 is the right answer where an event is sold out.',
      unit: 'percentunit',
      max: 1,
      queries: [
        {
          expr: shareOf(
            route,
            observations(requestDuration, `${chosenRoutes}, http_response_status_code=~"[45].."`),
            observations(requestDuration, chosenRoutes),
          ),
          legend,
        },
      ],
    }),
    timeSeries({
      title: 'Response time p99 by route',
      description:
        '99 of 100 requests to the route were answered within this time. Points name traces, where traces are sent.',
      unit: 's',
      limit: limits.responseTimeP99Ms / 1000,
      queries: [{ expr: quantile(0.99, requestDuration, route, chosenRoutes), legend, exemplars: true }],
    }),
  ],
};
