import { openBroker } from '../brokers/open-broker.ts';
import type { StoreConfig } from '../kit/settings.ts';
import type { BookingsStore } from '../stores/bookings-store.ts';
import { forAudit, openBookingsStore } from '../stores/open-store.ts';
import { reading } from '../stores/reading.ts';

const database = 'The database (DATABASE_URL)';

/**
 * auditBookings gives a line of JSON of what the store, its outbox and the broker hold. With the option --ids a line for
 * each booking follows; there may be millions, and no more than some thousands are in memory at once.
 */
export async function* auditBookings(
  config: StoreConfig,
  options: ReadonlySet<string>,
): AsyncGenerator<string> {
  const store = openBookingsStore(forAudit(config), 'bookings-audit');
  const broker = openBroker(config.brokerUrl, 'bookings-audit');
  try {
    const held = await reading(database, auditStore(store));
    const brokerPending = await reading('The broker (BROKER_URL)', broker.pending());
    const brokerDeadLetters = await reading('The broker (BROKER_URL)', broker.deadLetters());
    yield JSON.stringify({ service: 'bookings', ...held, brokerPending, brokerDeadLetters });
    if (options.has('--ids')) yield* linesOf(store);
  } finally {
    await broker.close();
    await store.close();
  }
}

async function* linesOf(store: BookingsStore): AsyncGenerator<string> {
  const pages = store.auditBookings()[Symbol.asyncIterator]();
  for (;;) {
    const page = await reading(database, pages.next());
    if (page.done === true) return;
    if (page.value.length > 0) yield page.value.map((booking) => JSON.stringify(booking)).join('\n');
  }
}

async function auditStore(store: BookingsStore) {
  return {
    ...(await store.audit()),
    outboxPending: await store.outbox.pending(),
    messages: await store.messageCounts(),
  };
}
