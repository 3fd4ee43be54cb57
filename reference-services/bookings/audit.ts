import { openBroker } from '../brokers/open-broker.ts';
import type { StoreConfig } from '../kit/settings.ts';
import type { BookingsStore } from '../stores/bookings-store.ts';
import { openBookingsStore } from '../stores/open-store.ts';

/** auditBookings prints what the store, its outbox and the broker hold; the option --ids adds every booking. */
export async function auditBookings(config: StoreConfig, options: ReadonlySet<string>): Promise<string> {
  const store = openBookingsStore(config.databaseUrl, 1, 'bookings-audit');
  const broker = openBroker(config.brokerUrl, 'bookings-audit');
  try {
    const held = await auditStore(store, options.has('--ids'));
    return JSON.stringify({ service: 'bookings', ...held, brokerPending: await broker.pending() });
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
