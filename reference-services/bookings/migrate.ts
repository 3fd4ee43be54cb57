import type { StoreConfig } from '../kit/settings.ts';
import { bookingsMigrations } from '../stores/postgres/bookings-migrations.ts';
import { migrateService } from '../stores/postgres/migrate-service.ts';

/** migrateBookings brings the database of bookings, and the broker, up to date. */
export async function migrateBookings(config: StoreConfig): Promise<string> {
  return JSON.stringify({ service: 'bookings', migrated: await migrateService(config, bookingsMigrations) });
}
