import { setTimeout as delay } from 'node:timers/promises';
import { failureText } from '../kit/failure-text.ts';
import type { ServiceContext } from '../kit/serve.ts';
import type { BookingsStore } from '../stores/bookings-store.ts';

export interface SeatsLeftOptions {
  readonly store: Pick<BookingsStore, 'mostBooked'>;
  /** How many events are shown; 0 shows none. */
  readonly top: number;
}

const refreshMs = 2000;

/**
 * showSeatsLeft keeps event_seats_left, from the first time the replica is ready until it stops. It asks in the
 * background, so that a scrape never waits for the database; what cannot be known is not shown.
 */
export function showSeatsLeft(
  { health, log, metrics, onStop, stopping }: ServiceContext<unknown>,
  { store, top }: SeatsLeftOptions,
): void {
  if (top === 0) return;
  const gauge = metrics.gauge('eventSeatsLeft');
  let isKnown = true;
  const refresh = async () => {
    const events = await store.mostBooked(top).catch((error: unknown) => {
      if (isKnown) log.warn({ trouble: failureText(error) }, 'how many seats are left cannot be shown');
      return undefined;
    });
    isKnown = events !== undefined;
    gauge.reset();
    for (const { eventId, seatsLeft } of events ?? []) gauge.set({ event_id: eventId }, seatsLeft);
  };
  const run = async () => {
    while (!stopping.aborted) {
      if (metrics.measuring) await refresh();
      await delay(refreshMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  };
  let showing: Promise<void> | undefined;
  onStop('the seats left to be read', () => showing);
  health.onFirstReady(() => {
    showing = run();
  });
}
