import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startUpstream } from './fixtures/upstream.ts';
import { Replica } from './replica.ts';
import { type CallRequest, UpstreamCall } from './upstream-call.ts';
import { neverEjected } from './fixtures/never-ejected.ts';
import { until } from '../testing/until.ts';

const GET: CallRequest = { method: 'GET', path: '/', headers: [], body: null };

async function callTo(answer: Parameters<typeof startUpstream>[0], request: CallRequest) {
  const upstream = await startUpstream(answer);
  const address = { service: 'bookings', ...upstream };
  const replica = new Replica(address, {
    pollIntervalMs: 60_000,
    onReadiness: () => {},
    ejection: neverEjected(),
  });
  onTestFinished(() => replica.leave());
  const heard: unknown[] = [];
  const call = new UpstreamCall(replica, {
    onHead: ({ status }) => heard.push(status),
    onChunk: (chunk) => heard.push(chunk.toString()) > 0,
    onEnd: () => heard.push('end'),
    onFailure: ({ kind, sent }) => heard.push({ kind, sent }),
  });
  call.start(request);
  return { upstream, replica, call, heard };
}

test('a call is in flight from its start to its end', async () => {
  const { replica, heard } = await callTo((_request, response) => response.end('whole'), GET);
  expect(replica.inFlight).toBe(1);
  await until(() => expect(heard).toEqual([200, 'whole', 'end']));
  expect(replica.inFlight).toBe(0);
});

test('an interim answer is not taken for the answer', async () => {
  const { heard } = await callTo((_request, response) => {
    response.writeEarlyHints({ link: '</a.css>; rel=preload' });
    response.writeHead(204).end();
  }, GET);
  await until(() => expect(heard).toEqual([204, 'end']));
});

test('a call cancelled before there was a connection is never sent', async () => {
  const { upstream, replica, call, heard } = await callTo((_request, response) => response.end(), GET);
  call.cancel();
  expect(replica.inFlight).toBe(0);
  await until(() => expect(upstream.endedByPeer).toBe(1));
  expect([upstream.received.length, heard]).toEqual([0, []]);
});

test('a call cancelled in its middle is heard of no more, and its connection ends', async () => {
  const held: ServerResponse[] = [];
  const { upstream, replica, call, heard } = await callTo((_request, response) => {
    response.write('half');
    held.push(response);
  }, GET);
  await until(() => expect(heard).toEqual([200, 'half']));
  call.cancel();
  call.cancel();
  await until(() => expect(upstream.connections.size).toBe(0));
  expect([replica.inFlight, heard]).toEqual([0, [200, 'half']]);
});

test('a request that cannot be written is the fault of nobody but the client', async () => {
  const { upstream, heard } = await callTo(() => {}, { ...GET, headers: ['x-bad', 'a\u0000b'] });
  expect(heard).toEqual([{ kind: 'malformed', sent: false }]);
  expect(upstream.received).toEqual([]);
});
