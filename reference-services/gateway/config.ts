import * as z from 'zod';
import { type Config, type Setting, integer } from '../kit/config.ts';
import { type DiscoverySource, parseDiscovery } from '../kit/discovery-source.ts';

const discovery: Setting<DiscoverySource> = {
  variable: 'DISCOVERY',
  type: 'source of replicas, file:PATH or dns:NAME:PORT:OPSPORT[,dns:…]',
  meaning:
    "where the replicas are: a watched file in Prometheus' file_sd format, or names resolved each second",
  schema: z.string().transform((text, context) => {
    try {
      return parseDiscovery(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  }),
};

/** GatewaySettings are the variables that only the gateway takes. */
export const gatewaySettings = {
  discovery,
  pollIntervalMs: integer('POLL_INTERVAL_MS', {
    min: 10,
    max: 60_000,
    unit: 'milliseconds',
    fallback: '250',
    meaning: "time between two looks at a replica's /readyz; at most half of the services' DRAIN_DELAY_MS",
  }),
  routeTimeoutMs: integer('ROUTE_TIMEOUT_MS', {
    min: 1,
    max: 600_000,
    unit: 'milliseconds',
    fallback: '5000',
    meaning: 'how long a replica may keep silent before the client is answered 504',
  }),
};

export type GatewayConfig = Config<typeof gatewaySettings>;
