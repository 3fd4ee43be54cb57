import { eventCreatedBody, locationCreatedBody } from '../brokers/bodies.ts';
import { startMessaging } from '../brokers/messaging.ts';
import { openBroker } from '../brokers/open-broker.ts';
import { type Readers, reader } from '../brokers/reader.ts';
import { serveDocument } from '../kit/openapi.ts';
import type { ServiceContext } from '../kit/serve.ts';
import type { StoreConfig } from '../kit/settings.ts';
import type { BookingsStore } from '../stores/bookings-store.ts';
import { openBookingsStore } from '../stores/open-store.ts';
import { makeCounters } from './counters.ts';
import { addRoutes } from './routes.ts';

/** start opens the store and the broker, and adds the routes. */
export function start(context: ServiceContext<StoreConfig>): void {
  const { app, config, health, metrics, onStop, startup } = context;
  const store = openBookingsStore(config.databaseUrl, config.databasePoolSize, config.instanceId);
  onStop('the database to be closed', () => store.close());
  store.watch(health.dependency('database', { detail: 'not connected yet' }), () => startup.mark('database'));
  const broker = openBroker(config.brokerUrl, config.instanceId);
  onStop('the broker to be closed', () => broker.close());
  const { wake } = startMessaging(context, { store, broker, queue: 'bookings', readers: readers(store) });
  serveDocument(app, 'bookings');
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
