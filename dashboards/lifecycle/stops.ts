import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { most, orNone, sum } from '../promql/combine.ts';
import { own } from '../promql/own.ts';
import { metrics, value } from '../promql/services.ts';

/** width: two beside each other. */
const width = 12;

/** stops: who is draining, what is still under way there, and who restarts again and again. */
export const stops: Row = {
  title: 'Stops',
  panels: [
    timeSeries({
      title: 'Draining replicas',
      description:
        'Replicas between the signal to stop and their end. A drain that is shorter than the scrape interval may not be seen here.',
      unit: 'short',
      width,
      queries: [{ expr: sum(['service'], value(metrics.draining)), legend: '{{service}}' }],
    }),
    timeSeries({
      title: 'Requests under way while draining',
      description: 'What draining replicas have still to answer; 0 while none drains.',
      unit: 'short',
      width,
      queries: [
        {
          expr: sum(['service'], `${value(metrics.activeRequests)} * ${value(metrics.draining)}`),
          legend: '{{service}}',
        },
      ],
    }),
    timeSeries({
      title: 'Drain time',
      description: `From SIGTERM to a replica until its exit, the longest of a service, as a test run measured it; it is to be within ${limits.drainTimeMs / 1000} s.`,
      unit: 's',
      width,
      limit: limits.drainTimeMs / 1000,
      queries: [
        {
          expr: orNone(most(['service'], `${own.drain.name}{signal="SIGTERM"}`), 'service'),
          legend: '{{service}}',
        },
      ],
    }),
    timeSeries({
      title: 'Restarts in place',
      description:
        'How often a replica of the same name came back within 15 minutes. Above 2 it flaps: see its log.',
      unit: 'short',
      width,
      limit: 3,
      queries: [
        {
          expr: most(['service'], `changes(${value('process_start_time_seconds')}[15m])`),
          legend: '{{service}}',
        },
      ],
    }),
  ],
};
