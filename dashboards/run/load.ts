import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { orNone, sum } from '../promql/combine.ts';
import { own, perSecondOf, seen } from '../promql/own.ts';
import { ofExperiment } from './of-experiment.ts';

const outcome = (name: string): string =>
  sum(['run'], perSecondOf(own.requests, { matchers: `${ofExperiment}, outcome="${name}"` }));

/** load: what the schedule asked for, and what became of it. */
export const load: Row = {
  title: 'Load',
  panels: [
    timeSeries({
      title: 'Offered and achieved',
      description:
        'Requests per second that the schedule asked for, that were sent, and that were answered as they should be. The three lie on each other while all is well.',
      unit: 'reqps',
      queries: [
        { expr: outcome('scheduled'), legend: 'offered' },
        { expr: outcome('sent'), legend: 'achieved' },
        { expr: outcome('ok'), legend: 'ok' },
      ],
    }),
    timeSeries({
      title: 'Lost requests per second',
      description:
        'Sent and not answered as they should have been, by kind: refused, reset, closed, truncated, timeout, status, body, unfinished.',
      unit: 'cps',
      queries: [
        {
          expr: orNone(sum(['kind'], perSecondOf(own.lostRequests, { matchers: ofExperiment })), 'kind'),
          legend: '{{kind}}',
        },
      ],
    }),
    timeSeries({
      title: 'In flight',
      description:
        'Requests that are sent and have not ended. A line that rises is a service that does not keep up.',
      unit: 'short',
      queries: [{ expr: seen(own.inFlight, { matchers: ofExperiment }), legend: '{{experiment}}' }],
    }),
  ],
};
