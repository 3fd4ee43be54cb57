import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, addBookable, startPlatform } from '../testing/platform.ts';
import { until } from '../testing/service.ts';
import { PostgresBookingsStore } from '../stores/postgres/bookings-store.ts';
import type { Delivery, Outcome } from './broker.ts';
import type { Message } from './message.ts';
import { PostgresBroker } from './postgres/postgres-broker.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(async () => platform?.[Symbol.asyncDispose]());

const openBroker = () => new PostgresBroker({ url: platform.broker, applicationName: 'test' });

function subscribe(broker: PostgresBroker, handle: (delivery: Delivery) => Promise<Outcome>) {
  const [onState, onFailed, onDead] = [() => {}, () => {}, () => {}];
  return broker.subscribe({ queue: 'events', handle, mayPass: () => true, onState, onFailed, onDead });
}

test('several consumers share a queue and keep the order of each aggregate, failures and all', async () => {
  const aggregates = Array.from({ length: 12 }, () => newId());
  const perAggregate = 30;
  const broker = openBroker();
  const handled = new Map<string, number[]>(aggregates.map((id) => [id, []]));
  const inWork = new Set<string>();
  const workers = new Set<number>();
  const faults: string[] = [];
  const subscriptions = [0, 1, 2, 3].map((worker) =>
    subscribe(broker, async ({ aggregateId, body, attempts }) => {
      if (inWork.has(aggregateId)) faults.push(`two at once for ${aggregateId}`);
      inWork.add(aggregateId);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inWork.delete(aggregateId);
      const { serial } = body as { serial: number };
      if (serial % 11 === 5 && attempts === 0) throw new Error('not at the first time');
      workers.add(worker);
      handled.get(aggregateId)!.push(serial);
      return 'handled';
    }),
  );
  for (let serial = 0; serial < perAggregate; serial += 1) {
    const messages = aggregates.map((aggregateId): Message => ({
      id: newId(),
      name: 'eventBooked',
      aggregateId,
      body: { serial },
      writtenAt: new Date().toISOString(),
    }));
    await broker.publish(messages);
  }
  await until('all to be handled', async () => (await broker.pending()) === 0 || undefined);
  await Promise.all(subscriptions.map((subscription) => subscription.stop()));
  await broker.close();
  const inOrder = Array.from({ length: perAggregate }, (_, serial) => serial);
  for (const id of aggregates) expect(handled.get(id)).toEqual(inOrder);
  expect(faults).toEqual([]);
  expect(workers.size).toBeGreaterThan(1);
});

test('what a consumer that stands still has claimed goes to another after a while', async () => {
  const frozen = new PostgresBroker({ url: platform.broker, applicationName: 'frozen', batchLimitMs: 200 });
  const broker = openBroker();
  const [reached, thawed] = [Promise.withResolvers<void>(), Promise.withResolvers<Outcome>()];
  const still = subscribe(frozen, () => {
    reached.resolve();
    return thawed.promise;
  });
  const aggregateId = newId();
  const message = { id: newId(), name: 'eventBooked' as const, aggregateId, body: {} };
  await broker.publish([{ ...message, writtenAt: new Date().toISOString() }]);
  await reached.promise;
  const handled: string[] = [];
  const other = subscribe(broker, async ({ id }) => {
    handled.push(id);
    return 'handled';
  });
  await until('the other to handle it', async () => (await broker.pending()) === 0 || undefined);
  expect(handled).toEqual([message.id]);
  thawed.resolve('handled');
  await Promise.all([still.stop(), other.stop()]);
  await Promise.all([frozen.close(), broker.close()]);
});

test('what several replicas write at once is published in the order in which it was committed', async () => {
  const url = platform.bookings['DATABASE_URL']!;
  const limits = { poolSize: 5, queueTimeoutMs: 20_000, statementTimeoutMs: 20_000 };
  const stores = [0, 1, 2].map(() => new PostgresBookingsStore({ url, applicationName: 'test', ...limits }));
  const { eventId, userId } = await addBookable(platform.bookings, 1000);
  const published: Message[] = [];
  let writing = true;
  let moving = 0;
  let movedAtOnce = 0;
  const movers = stores.map(async (store) => {
    for (let last = false; !last;) {
      last = !writing;
      await store.outbox.move(7, async (messages) => {
        movedAtOnce = Math.max(movedAtOnce, (moving += 1));
        await new Promise((resolve) => setTimeout(resolve, 2));
        published.push(...messages);
        moving -= 1;
      });
      if ((await store.outbox.pending()) > 0) last = false;
    }
  });
  const bookAndCancel = async (n: number) => {
    const id = newId();
    await stores[n % 3]!.book({ id, eventId, userId, seats: 1 }, newId());
    await stores[(n + 1) % 3]!.cancel(id, userId, newId());
  };
  await Promise.all(Array.from({ length: 60 }, (_, n) => bookAndCancel(n)));
  writing = false;
  await Promise.all(movers);
  await Promise.all(stores.map((store) => store.close()));
  expect(published).toHaveLength(120);
  expect(movedAtOnce).toBe(1);
  const bookingOf = ({ body }: Message) => (body as { bookingId: string }).bookingId;
  const order = new Map<string, string[]>();
  for (const message of published)
    order.set(bookingOf(message), [...(order.get(bookingOf(message)) ?? []), message.name]);
  expect([...order.values()]).toEqual([...order].map(() => ['eventBooked', 'bookingCancelled']));
});
