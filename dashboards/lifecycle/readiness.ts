import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { orNone, sum } from '../promql/combine.ts';
import { metrics, perSecond, value } from '../promql/services.ts';

/** readiness: how many replicas there are, and how many of them serve. */
export const readiness: Row = {
  title: 'Replicas',
  panels: [
    timeSeries({
      title: 'Replicas that answer scrapes',
      description:
        'By service. A step up is a scale-out or the new replica of a restart, a step down is one that went.',
      unit: 'short',
      calcs: ['lastNotNull', 'min', 'max'],
      queries: [{ expr: sum(['service'], value('up')), legend: '{{service}}' }],
    }),
    timeSeries({
      title: 'Ready replicas behind the gateway',
      description:
        'The fewest that any gateway sees as ready, by service; at 0 requests are answered with 503.',
      unit: 'short',
      calcs: ['lastNotNull', 'min', 'max'],
      queries: [
        {
          expr: `min by (exported_service) (${value(metrics.readyReplicas)})`,
          legend: '{{exported_service}}',
        },
      ],
    }),
    timeSeries({
      title: 'Ejections per second',
      description: 'Times that a gateway kept a replica out because it failed, by the last failure.',
      unit: 'cps',
      queries: [
        { expr: orNone(sum(['reason'], perSecond(metrics.ejections)), 'reason'), legend: '{{reason}}' },
      ],
    }),
  ],
};
