import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { sum } from '../promql/combine.ts';
import { own, perSecondOf, quantileOf, seen } from '../promql/own.ts';
import { sides } from './sides.ts';

/** overTime: both runs from their starts on. */
export const overTime: Row = {
  title: 'From the start of each run',
  panels: [
    timeSeries({
      title: 'Response time p99',
      description: 'From merged histograms, all experiments in the order in which they ran.',
      unit: 's',
      limit: limits.responseTimeP99Ms / 1000,
      width: 12,
      queries: sides((of) => quantileOf(0.99, own.responseTime, of)),
    }),
    timeSeries({
      title: 'Response time p50',
      description: 'The same for half of the requests.',
      unit: 's',
      limit: limits.responseTimeP50Ms / 1000,
      width: 12,
      queries: sides((of) => quantileOf(0.5, own.responseTime, of)),
    }),
    timeSeries({
      title: 'Requests answered per second',
      description: 'Requests that were ok.',
      unit: 'reqps',
      width: 12,
      queries: sides((of) => sum(['run'], perSecondOf(own.requests, { ...of, matchers: 'outcome="ok"' }))),
    }),
    timeSeries({
      title: 'Lost requests per second',
      description:
        'Sent and not answered as they should have been; in experiments that are controls some must be.',
      unit: 'cps',
      width: 12,
      queries: sides((of) => `sum(${perSecondOf(own.lostRequests, of)}) or vector(0)`),
    }),
    timeSeries({
      title: 'Resident memory, all replicas',
      description: 'Summed over the replicas that the harness watched.',
      unit: 'bytes',
      width: 12,
      queries: sides((of) => sum(['run'], seen(own.memory, { ...of, matchers: 'kind="rss"' }))),
    }),
    timeSeries({
      title: 'CPU, all replicas',
      description: 'Cores in use, summed over the replicas that the harness watched.',
      unit: 'short',
      width: 12,
      queries: sides((of) => sum(['run'], seen(own.cpu, of))),
    }),
  ],
};
