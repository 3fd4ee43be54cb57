import { seatsBody } from '../brokers/bodies.ts';
import { startMessaging } from '../brokers/messaging.ts';
import { openBroker } from '../brokers/open-broker.ts';
import { type Readers, reader } from '../brokers/reader.ts';
import { serveDocument } from '../kit/openapi.ts';
import type { ServiceContext } from '../kit/serve.ts';
import type { StoreConfig } from '../kit/settings.ts';
import type { EventsStore } from '../stores/events-store.ts';
import { openEventsStore } from '../stores/open-store.ts';
import { addRoutes } from './routes.ts';

/** start opens the store and the broker, and adds the routes. */
export function start(context: ServiceContext<StoreConfig>): void {
  const { app, config, health, onStop, startup, tracing } = context;
  const store = openEventsStore(config, config.instanceId, tracing);
  onStop('the database to be closed', () => store.close());
  store.watch(health.dependency('database', { detail: 'not connected yet' }), () => startup.mark('database'));
  const broker = openBroker(config.brokerUrl, config.instanceId);
  onStop('the broker to be closed', () => broker.close());
  const { wake } = startMessaging(context, {
    store,
    broker,
    queue: 'events',
    readers: readers(store),
    receiptsKeptMs: config.messageReceiptTtlSeconds * 1000,
  });
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
