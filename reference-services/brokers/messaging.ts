import { failureText } from '../kit/failure-text.ts';
import type { Logger } from '../kit/logger.ts';
import { Problem } from '../kit/problem.ts';
import { observeWithin } from '../kit/registry.ts';
import type { ServiceContext } from '../kit/serve.ts';
import type { StoreConfig } from '../kit/settings.ts';
import { ended } from '../kit/tracing/ended.ts';
import { within } from '../kit/tracing/trace-context.ts';
import type { Store } from '../stores/store.ts';
import { startSweep } from '../stores/sweep.ts';
import type { Broker, Delivery, Outcome } from './broker.ts';
import type { Message, Queue } from './message.ts';
import { openBroker } from './open-broker.ts';
import { publishTraced } from './publish-traced.ts';
import type { Readers } from './reader.ts';
import { Relay } from './relay.ts';

export interface MessagingOptions {
  readonly store: Store;
  readonly queue: Queue;
  readonly readers: Readers;
}

interface Parts extends MessagingOptions {
  readonly broker: Broker;
}

/** Messaging is what a service tells that it has written to its outbox. */
export interface Messaging {
  readonly wake: () => void;
}

/**
 * startMessaging opens the broker, relays the outbox to it and consumes the queue, from the first time the replica is
 * ready until it stops. A broker that is away is a warning of /readyz only: requests do not need it, the outbox keeps what
 * it is to get.
 */
export function startMessaging(context: ServiceContext<StoreConfig>, options: MessagingOptions): Messaging {
  const { config, health, onStop, stopping } = context;
  const broker = openBroker(config.brokerUrl, config.instanceId);
  onStop('the broker to be closed', () => broker.close());
  const parts = { ...options, broker };
  let relay: Relay | undefined;
  health.onFirstReady(() => {
    if (stopping.aborted) return;
    onStop('the outbox to be relayed', async () => relay?.stop());
    relay = startRelay(context, parts);
    const subscription = subscribe(context, parts);
    onStop('the message in work', () => subscription.stop());
  });
  startSweep(context, {
    what: 'receipts of messages',
    keptMs: config.messageReceiptTtlSeconds * 1000,
    forget: (before, limit) => options.store.forgetConsumed(before, limit),
  });
  return { wake: () => relay?.wake() };
}

function startRelay(
  { metrics, log, health, tracing }: ServiceContext<unknown>,
  { store, broker }: Parts,
): Relay {
  const published = metrics.counter('messagesPublished');
  const pending = metrics.gauge('outboxPending');
  const state = reporter('outbox', health, log);
  return new Relay({
    source: store.outbox,
    publish: (messages) => (tracing ? publishTraced(tracing, broker, messages) : broker.publish(messages)),
    onMoved: (messages) => messages.forEach(({ name }) => published.inc({ name })),
    onPending: (messages) => pending.set(messages),
    onState: (error) => state(error === undefined ? undefined : failureText(error)),
  });
}

function subscribe(
  { metrics, log, health, tracing }: ServiceContext<unknown>,
  { broker, queue, readers }: Parts,
) {
  const duration = metrics.histogram('messageDelivery');
  const repeated = repeatedCounter(metrics, readers);
  const read = async (message: Delivery): Promise<Outcome> => {
    const effect = (await readers[message.name]?.(message)) ?? 'unreadable';
    if (effect === 'repeated') repeated.inc({ name: message.name });
    return effect === 'unreadable' ? effect : 'handled';
  };
  return broker.subscribe({
    queue,
    handle: async (message) => {
      const span = tracing?.process(message, queue);
      const outcome = await ended(
        span,
        within(span ?? message.trace, () => read(message)),
        unlessHandled,
      );
      if (outcome !== 'handled') return outcome;
      const labels = { name: message.name };
      if (span) observeWithin(duration, labels, ageSeconds(message), span);
      else duration.observe(labels, ageSeconds(message));
      return outcome;
    },
    mayPass: isUnavailable,
    onState: reporter('broker', health, log),
    onDead: (message, reason) => logDead(log, message, reason),
    onFailed: ({ id, name, attempts }, err) =>
      log.warn({ err, id, name, attempts }, 'message failed; it comes again'),
  });
}

// From zero, so that "none" can be told from "does not tell".
function repeatedCounter(metrics: ServiceContext<unknown>['metrics'], readers: Readers) {
  const repeated = metrics.counter('messagesRepeated');
  for (const name of Object.keys(readers)) repeated.inc({ name }, 0);
  return repeated;
}

function unlessHandled(outcome: Outcome): { readonly code: Outcome } | undefined {
  return outcome === 'handled' ? undefined : { code: outcome };
}

/** A warning of /readyz, logged once when it appears and once when it is over. */
function reporter(name: string, health: ServiceContext<unknown>['health'], log: Logger) {
  const dependency = health.dependency(name, { detail: 'not asked yet', required: false });
  let known: string | undefined;
  return (trouble: string | undefined) => {
    if (trouble === undefined) dependency.isReady();
    else dependency.isNotReady(trouble);
    if (trouble === known) return;
    known = trouble;
    if (trouble === undefined) log.info({ name }, 'messages flow again');
    else log.warn({ name, trouble }, 'messages do not flow');
  };
}

/** A database that is away comes back. */
function isUnavailable(error: unknown): boolean {
  return error instanceof Problem && error.details.status === 503;
}

function logDead(log: Logger, { id, name, body }: Delivery, reason: string): void {
  log.error(
    { id, name, body, reason },
    'message is put aside: correct its publisher or teach its consumer, then run the replay command',
  );
}

function ageSeconds({ writtenAt }: Message): number {
  return Math.max(0, Date.now() - Date.parse(writtenAt)) / 1000;
}
