import { openDiscovery } from '../kit/discovery-source.ts';
import type { Dependency, Health } from '../kit/health.ts';
import type { ServiceContext } from '../kit/serve.ts';
import type { Admission } from './admission.ts';
import { followCertificate } from './follow-certificate.ts';
import { type GatewayConfig, checkEjection } from './config.ts';
import { type EjectionPolicy, Fleet } from './fleet.ts';
import { openCollect } from './faro/open-collect.ts';
import { openAdmission } from './open-admission.ts';
import { BuiltPage } from './page/built-page.ts';
import { addPageRoutes } from './page/page-routes.ts';
import { upstreamReport } from './report.ts';
import { ROUTES, routeAll } from './routes.ts';

// As long as the kit's server waits for a client to send its request.
const UNREAD_LIMIT_MS = 60_000;

/** GatewayContext: what the gateway uses of the context a service is started with. */
export type GatewayContext = Pick<
  ServiceContext<unknown>,
  'app' | 'log' | 'metrics' | 'health' | 'onStop' | 'tracing'
> & {
  readonly config: GatewayConfig;
};

/**
 * StartGateway routes requests to the replicas that discovery finds; it is ready when each service has a ready one. It
 * serves the web page as well, and takes what browsers tell of it.
 */
export function startGateway(
  context: GatewayContext,
  admission: Pick<Admission, 'hook'> = openAdmission(context),
): void {
  const { app, config, log, metrics } = context;
  checkEjection(config);
  followCertificate(context);
  const discovery = openDiscovery(config.discovery, log);
  const readyReplicas = metrics.gauge('readyReplicas');
  const ejectedReplicas = metrics.gauge('ejectedReplicas');
  const ejections = metrics.counter('ejections');
  const upstreams = watchUpstreams(context.health, discovery.source);
  const fleet = new Fleet({
    pollIntervalMs: config.pollIntervalMs,
    farewellMs: config.farewellMs,
    ejection: ejectionPolicy(config),
    log,
    random: Math.random,
    onEjected: (service, reason) => ejections.inc({ service, reason }),
    onCount: (service, { ready, known, ejected }) => {
      readyReplicas.set({ service }, ready);
      ejectedReplicas.set({ service }, ejected);
      tell(upstreams.get(service), ready, `no replica is ready of ${known} that ${discovery.source} names`);
    },
  });
  for (const service of Object.keys(ROUTES)) readyReplicas.set({ service }, 0);
  context.onStop('connections to replicas', () => fleet.close());
  context.onStop('discovery', () => discovery.close());
  const report = upstreamReport(metrics, log);
  routeAll(app, {
    admission,
    fleet,
    report,
    tracing: context.tracing,
    limitMsOf: (pattern) => config.routeTimeoutsMs.get(pattern) ?? config.routeTimeoutMs,
    unreadLimitMs: UNREAD_LIMIT_MS,
    bodyLimitBytes: config.bodyLimitBytes,
  });
  addPageRoutes(app, new BuiltPage(config.pageDirectory), admission.hook({ publicReading: true }));
  openCollect(context);
  // Not waited for: a name server that is slow to answer must not hold up the start.
  void discovery.watch((replicas) => fleet.follow(replicas));
}

function ejectionPolicy(config: GatewayConfig): EjectionPolicy {
  return {
    consecutiveFailures: config.ejectionConsecutiveFailures,
    baseMs: config.ejectionBaseMs,
    maxMs: config.ejectionMaxMs,
    maxPercent: config.ejectionMaxPercent,
  };
}

function watchUpstreams(health: Health, source: string): ReadonlyMap<string, Dependency> {
  const detail = `no replica is known yet from ${source}`;
  return new Map(Object.keys(ROUTES).map((service) => [service, health.dependency(service, { detail })]));
}

function tell(upstream: Dependency | undefined, ready: number, detail: string): void {
  if (ready > 0) upstream?.isReady();
  else upstream?.isNotReady(detail);
}
