import * as z from 'zod';
import { type Config, ConfigError, type Setting, integer, optional, text, url } from '../kit/config.ts';
import { type DiscoverySource, parseDiscovery } from '../kit/discovery-source.ts';
import { longestTimeoutMs, routeTimeouts } from './route-timeouts.ts';

const discovery: Setting<DiscoverySource> = {
  variable: 'DISCOVERY',
  type: 'source of replicas, file:PATH or dns:NAME:PORT:OPSPORT[,dns:…]',
  meaning:
    "where the replicas are: a watched file in Prometheus' file_sd format, or names resolved each second",
  schema: z.string().transform((value, context) => {
    try {
      return parseDiscovery(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  }),
};

const mostPerSecond = 1_000_000;

/** A rate limit takes two variables; both count for one replica of the gateway, which knows nothing of the others. */
function rateLimit(prefix: string, what: string, perSecond: string, burst: string) {
  return [
    integer(`${prefix}RATE_LIMIT_PER_SECOND`, {
      min: 0,
      max: mostPerSecond,
      unit: 'requests per second',
      fallback: perSecond,
      meaning: `${what} that this replica lets pass in the long run; 0 sets no limit`,
    }),
    integer(`${prefix}RATE_LIMIT_BURST`, {
      min: 1,
      max: mostPerSecond,
      unit: 'requests',
      fallback: burst,
      meaning: `${what} that may come at once after a pause; beyond it the answer is 429`,
    }),
  ] as const;
}

const [rateLimitPerSecond, rateLimitBurst] = rateLimit('', "requests of one token's subject", '50', '100');
const [anonymousRateLimitPerSecond, anonymousRateLimitBurst] = rateLimit(
  'ANONYMOUS_',
  'requests of one address without a valid token',
  '1000',
  '2000',
);

const [faroRateLimitPerSecond, faroRateLimitBurst] = rateLimit(
  'FARO_',
  'beacons of the web page from one address',
  '20',
  '100',
);

/** When replicas that fail are kept out. */
const ejection = {
  ejectionConsecutiveFailures: integer('EJECTION_CONSECUTIVE_FAILURES', {
    min: 1,
    max: 1000,
    unit: 'failures',
    fallback: '5',
    meaning:
      'failures of a replica in a row (no connection, reset, silence, 5xx but a 503 with Retry-After) that eject it',
  }),
  ejectionBaseMs: integer('EJECTION_BASE_MS', {
    min: 1,
    max: 3_600_000,
    unit: 'milliseconds',
    fallback: '5000',
    meaning: 'how long a replica is ejected before one request tries it; doubled each time that fails',
  }),
  ejectionMaxMs: integer('EJECTION_MAX_MS', {
    min: 1,
    max: 3_600_000,
    unit: 'milliseconds',
    fallback: '60000',
    meaning: 'longest time between two such trials; at least EJECTION_BASE_MS',
  }),
  ejectionMaxPercent: integer('EJECTION_MAX_PERCENT', {
    min: 0,
    max: 100,
    unit: 'percent',
    fallback: '50',
    meaning:
      'most of the ready replicas of a service that are ejected at once, rounded down and never all; 0 ejects none',
  }),
};

const tokenKeys: Setting<string> = {
  variable: 'TOKEN_KEYS',
  type: 'source of keys, file:PATH',
  meaning:
    'public keys (a JSON Web Key Set, watched) of the bearer tokens that all needs but reading events and locations',
  schema: z
    .string()
    .regex(/^file:./)
    .transform((value) => value.slice('file:'.length)),
};

/** An optional path; what the file holds is looked at later. */
function file(variable: string, meaning: string): Setting<string | undefined> {
  return {
    variable,
    type: 'path of a PEM file',
    meaning,
    fallback: '',
    schema: z.string().transform((path) => path || undefined),
  };
}

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
  farewellMs: integer('FAREWELL_MS', {
    min: 0,
    max: 60_000,
    unit: 'milliseconds',
    fallback: '500',
    meaning:
      "how long a replica that says it is no longer ready gets what no other can take; less than the services' DRAIN_DELAY_MS",
  }),
  routeTimeoutMs: integer('ROUTE_TIMEOUT_MS', {
    min: 1,
    max: longestTimeoutMs,
    unit: 'milliseconds',
    fallback: '5000',
    meaning: 'how long a replica may keep silent before the client is answered 504',
  }),
  routeTimeoutsMs: routeTimeouts,
  bodyLimitBytes: integer('BODY_LIMIT_BYTES', {
    min: 0,
    max: 1_000_000_000_000,
    unit: 'bytes',
    fallback: '1048576',
    meaning: 'largest body that is passed on; a larger one is answered 413 (services take 65536)',
  }),
  tokenKeys,
  rateLimitPerSecond,
  rateLimitBurst,
  anonymousRateLimitPerSecond,
  anonymousRateLimitBurst,
  ...ejection,
  pageDirectory: optional(
    text('PAGE_DIRECTORY', {
      type: 'path of a directory',
      pattern: /./,
      meaning: 'where the built web page is, if not beside the bundle; without a page / is answered 404',
    }),
  ),
  faroRateLimitPerSecond,
  faroRateLimitBurst,
  faroForwardUrl: optional(
    url('FARO_FORWARD_URL', {
      schemes: ['http', 'https'],
      meaning:
        'who else gets the beacons of the web page, unchanged: the Faro receiver of Grafana Alloy, for one',
    }),
  ),
  tlsCertFile: file(
    'TLS_CERT_FILE',
    'certificate and its chain: with TLS_KEY_FILE the public port speaks HTTPS (TLS 1.2 and later, HTTP/1.1; no h2), ' +
      'without both HTTP; watched',
  ),
  tlsKeyFile: file('TLS_KEY_FILE', 'private key of the certificate, without a passphrase; watched'),
};

/** checkEjection throws a ConfigError when the first ejection would be longer than the longest. */
export function checkEjection({ ejectionBaseMs, ejectionMaxMs }: GatewayConfig): void {
  if (ejectionBaseMs <= ejectionMaxMs) return;
  throw new ConfigError([
    `EJECTION_MAX_MS is ${ejectionMaxMs}: it must be at least EJECTION_BASE_MS (${ejectionBaseMs}). Raise the one or ` +
      'lower the other, and start again.',
  ]);
}

export type GatewayConfig = Config<typeof gatewaySettings>;
