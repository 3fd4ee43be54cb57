import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from '../kit/logger.ts';
import { Metrics } from '../kit/registry.ts';
import { createPublicServer } from '../kit/server.ts';
import type { ReportedFailure } from './exchange.ts';
import { everyone } from './fixtures/everyone.ts';
import { type Upstream, startUpstream } from './fixtures/upstream.ts';
import { neverEjected } from './fixtures/never-ejected.ts';
import { until } from '../testing/until.ts';
import { Replica } from './replica.ts';
import { routeAll } from './routes.ts';

// More than the buffers of three sockets hold.
const ANSWER = Buffer.alloc(60_000_000);

async function startUnread(limitMs: number, unreadLimitMs: number) {
  const answers: ServerResponse[] = [];
  const upstream = await startUpstream((_request, response) => {
    answers.push(response.writeHead(200));
    response.end(ANSWER);
  });
  const failures: ReportedFailure[] = [];
  const { app } = createPublicServer({
    log: createLogger({ service: 'gateway', instance: 'gateway-1', level: 'error' }),
    metrics: new Metrics(),
    instanceId: 'gateway-1',
    accessLogSample: 0,
  });
  const replica = replicaOf(upstream);
  routeAll(app, {
    admission: everyone,
    fleet: { pick: () => replica },
    report: { answered: () => {}, failed: (failure) => failures.push(failure) },
    limitMsOf: () => limitMs,
    unreadLimitMs,
    bodyLimitBytes: 0,
  });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await new Promise((resolve) => app.server.close(resolve));
    await replica.leave();
  });
  await app.ready();
  app.server.listen(0, '127.0.0.1');
  await once(app.server, 'listening');
  const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  client.write('GET /api/users/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await until(() => expect(upstream.received).toHaveLength(1));
  return { upstream, answers, failures, client, replica };
}

function replicaOf(upstream: Upstream): Replica {
  const address = { service: 'bookings', ...upstream };
  return new Replica(address, { pollIntervalMs: 60_000, onReadiness: () => {}, ejection: neverEjected() });
}

test('a client that leaves its answer unread holds the replica up, which is not held against the replica', async () => {
  const { client, answers, failures } = await startUnread(1000, 60_000);
  await new Promise((resolve) => setTimeout(resolve, 2200));
  expect(answers[0]?.writableFinished).toBe(false);
  expect((await buffer(client)).length).toBeGreaterThan(ANSWER.length);
  expect(failures).toEqual([]);
});

test('a client that leaves its answer unread for too long is disconnected, and the replica is let go', async () => {
  const { upstream, failures, replica } = await startUnread(60_000, 200);
  await until(() => expect(upstream.connections.size).toBe(0));
  expect([failures, replica.inFlight]).toEqual([[], 0]);
});
