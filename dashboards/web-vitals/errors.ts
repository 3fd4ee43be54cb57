import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { orNone, sum } from '../promql/combine.ts';
import { metrics, observations, perSecond } from '../promql/services.ts';

const ofPage = 'page=~"$page"';

/** errors: visits, and what went wrong in them. */
export const errors: Row = {
  title: 'Visits and errors',
  panels: [
    timeSeries({
      title: 'Visits per second',
      description: 'Visits that told their largest contentful paint, by the page on which they began.',
      unit: 'cps',
      width: 12,
      queries: [{ expr: sum(['page'], observations(metrics.webVitalsLcp, ofPage)), legend: '{{page}}' }],
    }),
    timeSeries({
      title: 'Errors per second',
      description:
        'Errors that the page reported, by the page on which they happened; the log of the gateway has their stacks.',
      unit: 'cps',
      width: 12,
      queries: [
        {
          expr: orNone(sum(['page'], perSecond(metrics.faroExceptions, ofPage)), 'page'),
          legend: '{{page}}',
        },
      ],
    }),
  ],
};
