import { openBroker } from '../brokers/open-broker.ts';
import type { StoreConfig } from '../kit/settings.ts';
import type { BookingsStore } from '../stores/bookings-store.ts';
import { forAudit, openBookingsStore } from '../stores/open-store.ts';
import { reading } from '../stores/reading.ts';

/** auditBookings prints what the store, its outbox and the broker hold; the option --ids adds every booking. */
export async function auditBookings(config: StoreConfig, options: ReadonlySet<string>): Promise<string> {
  const store = openBookingsStore(forAudit(config), 'bookings-audit');
  const broker = openBroker(config.brokerUrl, 'bookings-audit');
  try {
    const held = await reading('The database (DATABASE_URL)', auditStore(store, options.has('--ids')));
    const brokerPending = await reading('The broker (BROKER_URL)', broker.pending());
    const brokerDeadLetters = await reading('The broker (BROKER_URL)', broker.deadLetters());
    return JSON.stringify({ service: 'bookings', ...held, brokerPending, brokerDeadLetters });
  } finally {
    await broker.close();
    await store.close();
  }
}

async function auditStore(store: BookingsStore, withIds: boolean) {
  return {
    ...(await store.audit()),
    ...(withIds && { bookingIds: await store.auditIds() }),
    outboxPending: await store.outbox.pending(),
    messages: await store.messageCounts(),
  };
}
