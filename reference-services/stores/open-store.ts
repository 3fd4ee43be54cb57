import type { StoreConfig } from '../kit/settings.ts';
import type { Tracing } from '../kit/tracing/tracing.ts';
import type { BookingsStore } from './bookings-store.ts';
import type { EventsStore } from './events-store.ts';
import { PostgresBookingsStore } from './postgres/bookings-store.ts';
import type { DatabaseOptions } from './postgres/database.ts';
import { PostgresEventsStore } from './postgres/events-store.ts';

/** openEventsStore gives the store that DATABASE_URL names; the settings let only known schemes through. */
export function openEventsStore(
  config: StoreConfig,
  applicationName: string,
  tracing?: Tracing,
): EventsStore {
  return new PostgresEventsStore(databaseOptions(config, applicationName, tracing));
}

/** openBookingsStore gives the store that DATABASE_URL names. */
export function openBookingsStore(
  config: StoreConfig,
  applicationName: string,
  tracing?: Tracing,
): BookingsStore {
  return new PostgresBookingsStore(databaseOptions(config, applicationName, tracing));
}

const auditTimeoutMs = 120_000;

/** forAudit is for reading everything, which takes longer than a request may. */
export function forAudit(config: StoreConfig): StoreConfig {
  return { ...config, databasePoolSize: 1, databaseStatementTimeoutMs: auditTimeoutMs };
}

function databaseOptions(
  config: StoreConfig,
  applicationName: string,
  tracing: Tracing | undefined,
): DatabaseOptions {
  return {
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    queueTimeoutMs: config.databaseQueueTimeoutMs,
    statementTimeoutMs: config.databaseStatementTimeoutMs,
    applicationName,
    tracing,
  };
}
