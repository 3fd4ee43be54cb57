import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../../../model/clock.ts';
import type { Replica } from '../../../targets/target.ts';
import { Recording } from '../../recording.ts';
import type { Run } from '../../run.ts';
import type { StartedSystem } from '../started-system.ts';
import { Stage } from './stage.ts';

const spec = {
  kind: 'shutdown-case',
  name: 'case',
  title: '',
  question: '',
  case: 'random-moments',
  ratePerSecond: 1,
  warmUpMs: 0,
  graceMs: 0,
} as const;

/** eager answers with 201 before a request has arrived whole, so that nothing is in flight when the signal comes. */
async function eager() {
  const server = createServer();
  server.on('checkContinue', (_, response) => response.writeHead(201).end('{}'));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    service: 'bookings',
    name: 'bookings-1',
    url,
    metricsUrl: 'http://127.0.0.1:1/metrics',
  } as Replica;
}

test('a signal with fewer requests in flight than were to be makes the run invalid', async () => {
  const clock = startRunClock();
  const recording = new Recording(spec, clock);
  const stopReplica = async () => ({
    signal: 'SIGTERM',
    replica: 'bookings-1',
    signalledAtMs: 0,
    drainTimeMs: 1,
  });
  const system = { target: { stopReplica, replicas: () => [] } } as unknown as StartedSystem;
  const prepared = {
    heldRequest: () => ({ method: 'POST', path: '/', headers: {}, body: '{"seats":1}' }),
    heldAnswer: () => ({ told: 'booked', bookingId: '1' }),
  };
  const run = { clock, prepared, interrupted: new AbortController().signal } as unknown as Run;
  const stage = new Stage(run, system, () => 0, recording, 0);
  await stage.stop(await eager(), { count: 1, deadlineMs: 200 });
  expect(stage.stops).toMatchObject([{ inFlightAtSignal: 0 }]);
  expect(recording.invalidReasons).toMatchObject([{ guard: 'control', found: 0, limit: 1 }]);
});
