import type { ServerOptions as HttpsOptions } from 'node:https';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { compileNoMore } from './compile-no-more.ts';
import { ConfigError } from './config.ts';
import { type DrainStep, type Stopped, drainer } from './drain.ts';
import { Health } from './health.ts';
import { listen } from './listen.ts';
import { createLogger, lifecycleLogger, type Logger } from './logger.ts';
import { createOpsServer } from './ops-server.ts';
import { collectProcessMetrics } from './process-metrics.ts';
import { Metrics } from './registry.ts';
import { type App, createPublicServer } from './server.ts';
import type { BaseConfig } from './settings.ts';
import { type StopCause, onStopCause } from './signals.ts';
import type { Startup } from './startup.ts';
import { openTracing } from './tracing/open-tracing.ts';
import type { Tracing } from './tracing/tracing.ts';

const longestFlushMs = 2000;

/** ServiceContext is what a service is given to start with. */
export interface ServiceContext<C> {
  readonly config: C & BaseConfig;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly startup: Startup;
  /** Undefined unless traces are sent. */
  readonly tracing?: Tracing | undefined;
  /** The public server; routes are added before `start` returns. */
  readonly app: App;
  /** Aborted as soon as the replica was told to stop. */
  readonly stopping: AbortSignal;
  /**
   * onStop queues a tear-down, to be called before what it tears down is set up. Tear-downs run in reverse, after
   * the last request in flight is answered.
   */
  onStop(this: void, name: string, stop: () => Promise<void> | void): void;
}

export type Start<C> = (context: ServiceContext<C>) => Promise<void> | void;

/**
 * serve runs a replica until it is told to stop; it never returns, the process exits from within.
 * `start` must not wait for backing services: it declares them on `health`, and they report themselves.
 */
export async function serve<C>(
  service: string,
  config: C & BaseConfig,
  startup: Startup,
  start: Start<C>,
  https?: HttpsOptions,
) {
  const traced = config.tracing !== undefined;
  const log = createLogger({ service, instance: config.instanceId, level: config.logLevel, traced });
  const tracing = config.tracing && (await openTracing(config.tracing, log));
  const replica = createReplica(log, config, startup, { https, tracing });
  let started: Promise<void> = Promise.resolve();
  const stop = stopper(replica, log, config, () => started);
  onStopCause(stop);
  started = startReplica(replica, log, config, start);
  await started.catch((error: unknown) => failStart(error, stop));
}

type Replica = ReturnType<typeof createReplica>;

function createReplica(
  log: Logger,
  config: BaseConfig,
  startup: Startup,
  { https, tracing }: { readonly https: HttpsOptions | undefined; readonly tracing: Tracing | undefined },
) {
  const metrics = new Metrics({ exemplars: tracing !== undefined, off: config.metrics === 'off' });
  const health = new Health();
  const { instanceId, accessLogSample } = config;
  return {
    startup,
    tracing,
    metrics,
    health,
    starting: health.dependency('startup', { detail: 'the ports are not open yet' }),
    stopping: new AbortController(),
    tearDowns: [] as DrainStep[],
    everReady: false,
    ops: createOpsServer({ health, metrics, instanceId, switchable: config.metrics === 'switchable' }),
    draining: metrics.gauge('draining'),
    ...createPublicServer({ log, metrics, instanceId, accessLogSample, https, tracing }),
  };
}

async function startReplica<C>(
  replica: Replica,
  log: Logger,
  config: C & BaseConfig,
  start: Start<C>,
): Promise<void> {
  const { app, metrics, health, startup, stopping, tearDowns, starting, ops, tracing } = replica;
  collectProcessMetrics(metrics);
  reportReady(replica, log);
  // Before all others, and so the last to run.
  if (tracing) tearDowns.unshift({ name: 'the last traces', run: () => tracing.stop(traceLimitMs(config)) });
  await start({
    config,
    log,
    metrics,
    health,
    startup,
    tracing,
    app,
    stopping: stopping.signal,
    onStop: (name, run) => tearDowns.unshift({ name, run }),
  });
  await app.ready();
  if (stopping.signal.aborted) return;
  const opsPort = await listen(ops, config.opsHost, config.opsPort, 'OPS_HOST:OPS_PORT');
  const port = await listen(app.server, config.host, config.port, 'HOST:PORT');
  startup.mark('listening');
  const addresses = { host: config.host, port, opsHost: config.opsHost, opsPort };
  lifecycleLogger(log).info(addresses, 'listening');
  starting.isReady();
}

/** A collector that does not answer must not have every stop forced. */
function traceLimitMs({ gracePeriodMs, drainDelayMs }: BaseConfig): number {
  return Math.min(longestFlushMs, (gracePeriodMs - drainDelayMs) / 2);
}

function reportReady(replica: Replica, log: Logger): void {
  const seconds = replica.metrics.gauge('startupSeconds');
  replica.health.onFirstReady(() => {
    replica.everReady = true;
    replica.startup.mark('ready');
    const { phasesMs } = replica.startup;
    for (const [phase, ms] of Object.entries(phasesMs)) seconds.set({ phase }, ms / 1000);
    lifecycleLogger(log).info({ phasesMs }, 'ready');
  });
}

function stopper(replica: Replica, log: Logger, config: BaseConfig, started: () => Promise<void>) {
  return drainer({
    steps: () => drainSteps(replica, config, started),
    gracePeriodMs: config.gracePeriodMs,
    nowMs: () => performance.now(),
    onCause: (cause) => logCause(log, cause),
    onStepError: (step, err) => log.error({ err, step }, 'could not stop cleanly'),
    onStopped: (stopped) => exit(replica, log, stopped),
  });
}

// A generator: each step is looked up when its turn comes, since a start-up may still be adding tear-downs.
function* drainSteps(
  replica: Replica,
  config: BaseConfig,
  started: () => Promise<void>,
): Generator<DrainStep> {
  const { health, draining, stopping, inFlight, app } = replica;
  const withdraw = () => {
    health.startDraining();
    draining.set(1);
    stopping.abort();
    inFlight.announceClose();
  };
  compileNoMore();
  yield { name: 'readiness to be withdrawn', run: withdraw };
  yield { name: 'the start-up to end', run: () => started().catch(() => undefined) };
  // A replica that was never ready is in no balancer.
  if (replica.everReady) yield { name: 'balancers to notice', run: () => delay(config.drainDelayMs) };
  if (app.server.listening) yield { name: 'requests in flight', run: () => inFlight.close() };
  yield* replica.tearDowns;
}

function failStart(error: unknown, stop: (cause: StopCause) => void): void {
  if (error instanceof ConfigError) for (const line of error.lines) process.stderr.write(`${line}\n`);
  stop({ kind: 'crash', error });
}

function logCause(log: Logger, cause: StopCause): void {
  if (cause.kind === 'signal') lifecycleLogger(log).info({ signal: cause.signal }, 'stopping');
  else if (!(cause.error instanceof ConfigError)) log.error({ err: cause.error }, 'crashed');
}

function exit({ inFlight }: Replica, log: Logger, { exitCode, drainMs, forced }: Stopped): void {
  const { served, open } = inFlight;
  lifecycleLogger(log).info({ served, drainMs, open, exitCode, ...(forced && { forced }) }, 'stopped');
  process.exit(exitCode);
}
