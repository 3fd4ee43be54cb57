import { type Config, ConfigError, choice, integer, share, text, url } from './config.ts';
import type { TracingOptions } from './tracing/settings.ts';

const hostPattern = /^[A-Za-z0-9._:-]{1,253}$/;

/** baseSettings are the variables that every service takes; `instanceId` is what INSTANCE_ID falls back to. */
export function baseSettings(instanceId: string) {
  return {
    host: text('HOST', {
      type: 'host name or address',
      pattern: hostPattern,
      fallback: '127.0.0.1',
      meaning: 'where the public port listens',
    }),
    port: integer('PORT', {
      min: 0,
      max: 65_535,
      fallback: '0',
      meaning: 'public port; 0 takes any free one',
    }),
    opsHost: text('OPS_HOST', {
      type: 'host name or address',
      pattern: hostPattern,
      fallback: '127.0.0.1',
      meaning: 'where /livez, /readyz and /metrics listen',
    }),
    opsPort: integer('OPS_PORT', {
      min: 0,
      max: 65_535,
      fallback: '0',
      meaning: 'operational port; 0 takes any free one',
    }),
    instanceId: text('INSTANCE_ID', {
      type: 'name of 1 to 100 letters, digits and . _ : -',
      pattern: /^[A-Za-z0-9._:-]{1,100}$/,
      fallback: instanceId,
      meaning: 'names this replica in logs, metrics and answers',
    }),
    logLevel: choice('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error'], {
      fallback: 'info',
      meaning: 'least severe line that is logged; start and stop are always logged',
    }),
    accessLogSample: share('ACCESS_LOG_SAMPLE', {
      fallback: '0.01',
      meaning: 'share of answered requests that is logged; answers 5xx always are',
    }),
    metrics: choice('METRICS', ['on', 'off', 'switchable'], {
      fallback: 'on',
      meaning:
        'whether requests and the process are measured for /metrics; off is for finding out what that costs, and ' +
        'so is switchable: on until POST /metrics?measure=off, and off until POST /metrics?measure=on',
    }),
    drainDelayMs: integer('DRAIN_DELAY_MS', {
      min: 0,
      max: 60_000,
      unit: 'milliseconds',
      fallback: '600',
      meaning:
        'time for balancers to see "not ready" before the public port closes; twice their polling interval',
    }),
    gracePeriodMs: integer('GRACE_PERIOD_MS', {
      min: 1,
      max: 600_000,
      unit: 'milliseconds',
      fallback: '10000',
      meaning: 'time from the signal to a forced exit; more than DRAIN_DELAY_MS',
    }),
  };
}

export type BaseConfig = Config<ReturnType<typeof baseSettings>> & {
  /** How traces are sent; undefined when none are. */
  readonly tracing?: TracingOptions | undefined;
};

/** storeSettings are the variables of a service that keeps something and tells others about it. */
export const storeSettings = {
  databaseUrl: url('DATABASE_URL', {
    schemes: ['postgres', 'postgresql'],
    meaning: "this service's own database",
  }),
  databasePoolSize: integer('DATABASE_POOL_SIZE', {
    min: 1,
    max: 100,
    unit: 'connections',
    fallback: '10',
    meaning: 'most connections that requests use at once',
  }),
  databaseQueueTimeoutMs: integer('DATABASE_QUEUE_TIMEOUT_MS', {
    min: 1,
    max: 60_000,
    unit: 'milliseconds',
    fallback: '2000',
    meaning: 'how long a request waits for a connection before it is answered 503',
  }),
  databaseStatementTimeoutMs: integer('DATABASE_STATEMENT_TIMEOUT_MS', {
    min: 1,
    max: 600_000,
    unit: 'milliseconds',
    fallback: '2500',
    meaning: 'how long a statement may take before it is given up and answered 503',
  }),
  brokerUrl: url('BROKER_URL', {
    schemes: ['postgres', 'postgresql'],
    meaning: 'where messages are exchanged',
  }),
  messageReceiptTtlSeconds: integer('MESSAGE_RECEIPT_TTL', {
    min: 1,
    max: 31_536_000,
    unit: 'seconds',
    fallback: '604800',
    meaning: 'how long a consumed message is remembered; one that comes again later would count twice',
  }),
};

export type StoreConfig = Config<typeof storeSettings>;

/** checkPeriods throws a ConfigError when draining could never end before it is forced. */
export function checkPeriods({ drainDelayMs, gracePeriodMs }: BaseConfig): void {
  if (gracePeriodMs > drainDelayMs) return;
  throw new ConfigError([
    `GRACE_PERIOD_MS is ${gracePeriodMs}: it must be more than DRAIN_DELAY_MS (${drainDelayMs}), or every stop is ` +
      'forced. Raise the one or lower the other, and start again.',
  ]);
}
