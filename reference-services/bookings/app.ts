import { eventCreatedBody, locationCreatedBody } from '../brokers/bodies.ts';
import { startMessaging } from '../brokers/messaging.ts';
import { type Readers, reader } from '../brokers/reader.ts';
import { serveDocument } from '../kit/openapi.ts';
import type { ServiceContext } from '../kit/serve.ts';
import type { BookingsStore } from '../stores/bookings-store.ts';
import { keepStore } from '../stores/keep-store.ts';
import { openBookingsStore } from '../stores/open-store.ts';
import { makeCounters } from './counters.ts';
import { startSweep } from '../stores/sweep.ts';
import { addRoutes } from './routes.ts';
import { showSeatsLeft } from './seats-left.ts';
import type { BookingsConfig } from './settings.ts';

/** start opens the store and the broker, and adds the routes. */
export function start(context: ServiceContext<BookingsConfig>): void {
  const { app, config, metrics, tracing } = context;
  const store = keepStore(context, openBookingsStore(config, config.instanceId, tracing));
  const { wake } = startMessaging(context, { store, queue: 'bookings', readers: readers(store) });
  serveDocument(app, 'bookings');
  startSweep(context, {
    what: 'idempotency keys',
    keptMs: config.idempotencyKeyTtlSeconds * 1000,
    forget: (before, limit) => store.forgetKeys(before, limit),
  });
  showSeatsLeft(context, { store, top: config.eventSeatsLeftTop });
  addRoutes(app, { store, counters: makeCounters(metrics), wake });
}

function readers(store: BookingsStore): Readers {
  return {
    eventCreated: reader(eventCreatedBody, (receipt, event) => store.keepEvent(receipt, event)),
    locationCreated: reader(locationCreatedBody, (receipt, location) =>
      store.keepLocation(receipt, location),
    ),
  };
}
