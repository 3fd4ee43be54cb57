import type { StoreConfig } from '../kit/settings.ts';
import { openEventsStore } from '../stores/open-store.ts';

/** auditEvents prints what the store and its outbox hold. */
export async function auditEvents(config: StoreConfig): Promise<string> {
  const store = openEventsStore(config.databaseUrl, 1, 'events-audit');
  try {
    const held = await store.audit();
    const outboxPending = await store.outbox.pending();
    return JSON.stringify({
      service: 'events',
      ...held,
      outboxPending,
      messages: await store.messageCounts(),
    });
  } finally {
    await store.close();
  }
}
