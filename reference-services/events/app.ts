import { seatsBody } from '../brokers/bodies.ts';
import { startMessaging } from '../brokers/messaging.ts';
import { type Readers, reader } from '../brokers/reader.ts';
import { serveDocument } from '../kit/openapi.ts';
import type { ServiceContext } from '../kit/serve.ts';
import type { StoreConfig } from '../kit/settings.ts';
import type { EventsStore } from '../stores/events-store.ts';
import { keepStore } from '../stores/keep-store.ts';
import { openEventsStore } from '../stores/open-store.ts';
import { addRoutes } from './routes.ts';

/** start opens the store and the broker, and adds the routes. */
export function start(context: ServiceContext<StoreConfig>): void {
  const { app, config, tracing } = context;
  const store = keepStore(context, openEventsStore(config, config.instanceId, tracing));
  const { wake } = startMessaging(context, { store, queue: 'events', readers: readers(store) });
  serveDocument(app, 'events');
  addRoutes(app, store, wake);
}

function readers(store: EventsStore): Readers {
  return {
    eventBooked: reader(seatsBody, (receipt, { eventId, seats }) =>
      store.countSeats(receipt, eventId, seats),
    ),
    bookingCancelled: reader(seatsBody, (receipt, { eventId, seats }) =>
      store.countSeats(receipt, eventId, -seats),
    ),
  };
}
