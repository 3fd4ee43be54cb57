import type { Row } from '../parts/board.ts';
import { heatmap } from '../parts/heatmap.ts';
import { timeSeries } from '../parts/time-series.ts';
import { shareOf, sum } from '../promql/combine.ts';
import { bucketRates, metrics, perSecond, sums } from '../promql/services.ts';

const empty = 'nobody has tried to book in this time';

/** sales: attempts, seats sold, and how many attempts came too late. */
export const sales: Row = {
  title: 'Sales',
  panels: [
    timeSeries({
      title: 'Attempts per second by outcome',
      description:
        'Attempts to book or to cancel; a repeated one had an Idempotency-Key that had been answered before.',
      unit: 'cps',
      empty,
      queries: [{ expr: sum(['outcome'], perSecond(metrics.bookings)), legend: '{{outcome}}' }],
    }),
    timeSeries({
      title: 'Seats sold per second',
      description: 'Seats of the bookings that were made.',
      unit: 'cps',
      empty,
      queries: [{ expr: sum(['service'], sums(metrics.bookingSeats)), legend: '{{service}}' }],
    }),
    timeSeries({
      title: 'Share of attempts that found no seat',
      description: 'Of the attempts to book that ended with a booking or without a seat.',
      unit: 'percentunit',
      empty,
      max: 1,
      queries: [
        {
          expr: shareOf(
            ['service'],
            perSecond(metrics.bookings, 'outcome="sold_out"'),
            perSecond(metrics.bookings, 'outcome=~"booked|sold_out"'),
          ),
          legend: '{{service}}',
        },
      ],
    }),
    heatmap({
      title: 'Seats per booking',
      description: 'How many bookings per second took how many seats.',
      unit: 'short',
      empty,
      queries: [{ expr: bucketRates(metrics.bookingSeats), legend: '{{le}}', as: 'buckets' }],
    }),
  ],
};
