import type { Metrics } from '../kit/registry.ts';

export type Counters = ReturnType<typeof makeCounters>;

/** makeCounters makes the metrics of booking. */
export function makeCounters(metrics: Metrics) {
  return { attempts: metrics.counter('bookings'), seats: metrics.histogram('bookingSeats') };
}
