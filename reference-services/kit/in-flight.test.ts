import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InFlight } from './in-flight.ts';

let server: Server;
let inFlight: InFlight;

beforeEach(async () => {
  server = createServer((_request, response) => response.end('answered'));
  inFlight = lingering(20_000);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
});

const lingering = (lingerMs: number) =>
  new InFlight(server, { onRequest: () => undefined, onFinished: () => undefined, lingerMs });
const open = () => connect((server.address() as AddressInfo).port, '127.0.0.1');
const ask = (socket: Socket) => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');

test('connections that wait to be accepted when the server closes are accepted and answered', async () => {
  // Connected by the kernel, while this turn of the event loop keeps the server from accepting them.
  const sockets = Array.from({ length: 30 }, open);
  sockets.forEach(ask);
  const closed = inFlight.close();
  const answers = await Promise.all(sockets.map((socket) => text(socket)));
  expect(answers.filter((answer) => answer.endsWith('answered'))).toHaveLength(30);
  await closed;
  expect(inFlight).toMatchObject({ served: 30, open: { requests: 0, connections: 0 } });
});

test('a request that comes on an idle connection just after the close is answered', async () => {
  const socket = open();
  await once(server, 'connection');
  const closed = inFlight.close();
  while (server.listening) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, 20));
  ask(socket);
  expect(await text(socket)).toMatch(
    /^HTTP\/1\.1 200 OK\r\n(.*\r\n)*connection: close\r\n(.*\r\n)*\r\n.*answered/i,
  );
  await closed;
});

test('an idle connection on which nothing comes is ended', async () => {
  const socket = open();
  await once(server, 'connection');
  await lingering(1).close();
  expect(await text(socket)).toBe('');
  expect(inFlight.open).toEqual({ requests: 0, connections: 0 });
});
