import type { StoreConfig } from '../kit/settings.ts';
import type { BookingsStore } from './bookings-store.ts';
import type { EventsStore } from './events-store.ts';
import { PostgresBookingsStore } from './postgres/bookings-store.ts';
import type { DatabaseOptions } from './postgres/database.ts';
import { PostgresEventsStore } from './postgres/events-store.ts';

/** openEventsStore gives the store that DATABASE_URL names; the settings let only known schemes through. */
export function openEventsStore(config: StoreConfig, applicationName: string): EventsStore {
  return new PostgresEventsStore(databaseOptions(config, applicationName));
}

/** openBookingsStore gives the store that DATABASE_URL names. */
export function openBookingsStore(config: StoreConfig, applicationName: string): BookingsStore {
  return new PostgresBookingsStore(databaseOptions(config, applicationName));
}

const auditTimeoutMs = 120_000;

/** forAudit is for reading everything, which takes longer than a request may. */
export function forAudit(config: StoreConfig): StoreConfig {
  return { ...config, databasePoolSize: 1, databaseStatementTimeoutMs: auditTimeoutMs };
}

function databaseOptions(config: StoreConfig, applicationName: string): DatabaseOptions {
  return {
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    queueTimeoutMs: config.databaseQueueTimeoutMs,
    statementTimeoutMs: config.databaseStatementTimeoutMs,
    applicationName,
  };
}
