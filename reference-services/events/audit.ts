import type { StoreConfig } from '../kit/settings.ts';
import type { EventsStore } from '../stores/events-store.ts';
import { forAudit, openEventsStore } from '../stores/open-store.ts';
import { reading } from '../stores/reading.ts';

/** auditEvents prints what the store and its outbox hold. */
export async function auditEvents(config: StoreConfig): Promise<string> {
  const store = openEventsStore(forAudit(config), 'events-audit');
  try {
    const held = await reading('The database (DATABASE_URL)', auditStore(store));
    return JSON.stringify({ service: 'events', ...held });
  } finally {
    await store.close();
  }
}

async function auditStore(store: EventsStore) {
  return {
    ...(await store.audit()),
    outboxPending: await store.outbox.pending(),
    messages: await store.messageCounts(),
  };
}
