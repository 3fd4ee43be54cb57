import type { Row } from '../parts/board.ts';
import { stat } from '../parts/stat.ts';
import { goodUpTo } from '../parts/thresholds.ts';
import { timeSeries } from '../parts/time-series.ts';
import { least } from '../promql/combine.ts';
import { metrics, value } from '../promql/services.ts';

const seatsLeft = least(['event_id'], value(metrics.eventSeatsLeft));

/** seats: how many are left, and that no event has sold more than it has. */
export const seats: Row = {
  title: 'Seats',
  panels: [
    timeSeries({
      title: 'Seats left',
      description:
        'Of the events that most of the latest 1,000 bookings are for. Replicas share one database, so that the least counts.',
      unit: 'short',
      empty: 'nobody has booked in this time',
      width: 16,
      min: 0,
      calcs: ['lastNotNull', 'min'],
      queries: [{ expr: seatsLeft, legend: '{{event_id}}' }],
    }),
    stat({
      title: 'Oversold events',
      description: 'Events with fewer than no seats left: always 0, or a seat was sold twice.',
      unit: 'short',
      width: 8,
      height: 9,
      thresholds: goodUpTo(1),
      queries: [{ expr: `count(${seatsLeft} < 0) or vector(0)`, legend: 'oversold' }],
    }),
  ],
};
