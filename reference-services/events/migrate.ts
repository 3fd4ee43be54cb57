import type { StoreConfig } from '../kit/settings.ts';
import { eventsMigrations } from '../stores/postgres/events-migrations.ts';
import { migrateService } from '../stores/postgres/migrate-service.ts';

/** migrateEvents brings the database of events, and the broker, up to date. */
export async function migrateEvents(config: StoreConfig): Promise<string> {
  return JSON.stringify({ service: 'events', migrated: await migrateService(config, eventsMigrations) });
}
