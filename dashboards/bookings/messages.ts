import type { Row } from '../parts/board.ts';
import { heatmap } from '../parts/heatmap.ts';
import { timeSeries } from '../parts/time-series.ts';
import { most, orNone, sum } from '../promql/combine.ts';
import { bucketRates, metrics, perSecond, quantile, value } from '../promql/services.ts';

const empty = 'no message was sent in this time';

/** messages: whether what happened is told, how soon, and how often twice. */
export const messages: Row = {
  title: 'Messages',
  panels: [
    timeSeries({
      title: 'Waiting in the outbox',
      description:
        'Messages that were written with their booking and not yet handed to the broker. Replicas share one outbox, so that the most counts. It should come back to 0.',
      unit: 'short',
      queries: [{ expr: most(['service'], value(metrics.outboxPending)), legend: '{{service}}' }],
    }),
    timeSeries({
      title: 'Messages per second',
      description: 'Handed to the broker, by name.',
      unit: 'cps',
      empty,
      queries: [{ expr: sum(['name'], perSecond(metrics.messagesPublished)), legend: '{{name}}' }],
    }),
    timeSeries({
      title: 'Delivery p99',
      description:
        'From the write of a message to the outbox until its consumer was done with it, for 99 of 100. Seats shown by events are this old.',
      unit: 's',
      limit: 5,
      empty,
      queries: [
        { expr: quantile(0.99, metrics.messageDelivery, ['name']), legend: '{{name}}', exemplars: true },
      ],
    }),
    timeSeries({
      title: 'Delivery p50',
      description: 'The same for half of the messages.',
      unit: 's',
      empty,
      queries: [{ expr: quantile(0.5, metrics.messageDelivery, ['name']), legend: '{{name}}' }],
    }),
    timeSeries({
      title: 'Repeated messages per second',
      description:
        'Messages that came again after they had been consumed. They have no effect; many mean that consumers die in mid-work.',
      unit: 'cps',
      queries: [
        { expr: orNone(sum(['name'], perSecond(metrics.messagesRepeated)), 'name'), legend: '{{name}}' },
      ],
    }),
    heatmap({
      title: 'Delivery',
      description: 'How many messages per second took how long.',
      unit: 's',
      empty,
      queries: [{ expr: bucketRates(metrics.messageDelivery), legend: '{{le}}', as: 'buckets' }],
    }),
  ],
};
