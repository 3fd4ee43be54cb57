import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { orNone, sum } from '../promql/combine.ts';
import { metrics, perSecond, quantile, value } from '../promql/services.ts';

// `service` on these metrics is the one behind the gateway; Prometheus keeps it as `exported_service`, because the
// scraped replica has a label of that name.
const behind = ['exported_service'];

/** gateway: what it sees of the services behind it, and what it does not let through. */
export const gateway: Row = {
  title: 'Gateway',
  panels: [
    timeSeries({
      title: 'Upstream response time p99',
      description:
        'From the choice of a replica to the last byte of its answer, by the service behind the gateway.',
      unit: 's',
      empty: 'the gateway has passed nothing on in this time',
      queries: [{ expr: quantile(0.99, metrics.upstreamDuration, behind), legend: '{{exported_service}}' }],
    }),
    timeSeries({
      title: 'Upstream failures per second',
      description:
        'Requests that a replica did not answer whole, by kind: connect, reset, protocol, timeout, truncated, no_replica.',
      unit: 'cps',
      queries: [
        { expr: orNone(sum(['kind'], perSecond(metrics.upstreamFailures)), 'kind'), legend: '{{kind}}' },
      ],
    }),
    timeSeries({
      title: 'Refusals per second',
      description: 'Requests that were not passed on, by reason: no_token, invalid_token, rate_limited.',
      unit: 'cps',
      queries: [
        { expr: orNone(sum(['reason'], perSecond(metrics.gatewayRefusals)), 'reason'), legend: '{{reason}}' },
      ],
    }),
    timeSeries({
      title: 'Ready replicas',
      description: 'As each gateway sees them, the ejected among them.',
      unit: 'short',
      queries: [{ expr: value(metrics.readyReplicas), legend: '{{exported_service}} seen by {{instance}}' }],
    }),
    timeSeries({
      title: 'Ejected replicas',
      description: 'Ready replicas that get nothing but trials, since they failed.',
      unit: 'short',
      queries: [
        { expr: value(metrics.ejectedReplicas), legend: '{{exported_service}} seen by {{instance}}' },
      ],
    }),
    timeSeries({
      title: 'Token verifications per second',
      description: 'Tokens whose signature was checked; a remembered one is not checked again.',
      unit: 'cps',
      queries: [
        {
          expr: orNone(sum(['outcome'], perSecond(metrics.tokenVerifications)), 'outcome'),
          legend: '{{outcome}}',
        },
      ],
    }),
  ],
};
