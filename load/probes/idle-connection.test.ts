import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { accountOfConnections, IdleConnection } from './idle-connection.ts';

async function serving(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const sockets: Socket[] = [];
  const server = createServer(answer).listen(0, '127.0.0.1');
  server.on('connection', (socket) => sockets.push(socket));
  server.keepAliveTimeout = 60_000;
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  return { sockets, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const request = { path: '/users/1', headers: { 'x-user-id': '1' } };

async function opened(url: string): Promise<IdleConnection> {
  const connection = await IdleConnection.open(url, request);
  onTestFinished(() => connection.drop());
  return connection;
}

test('an idle connection is asked again on the same socket, and hears whether its close is announced', async () => {
  let draining = false;
  const { url, sockets } = await serving((_, response) => {
    if (draining) response.setHeader('connection', 'close');
    response.setHeader('content-length', 2).end('{}');
  });
  const connection = await opened(url);
  expect(await connection.askAgain()).toBe('answered');
  draining = true;
  expect(await connection.askAgain()).toBe('announced');
  expect(sockets).toHaveLength(1);
  await connection.untilClosed(5_000);
  expect(connection.how).toBe('closed');
  expect(await connection.askAgain()).toBe('closed');
});

test('one that the server breaks off was not closed in order', async () => {
  const { url, sockets } = await serving(
    (_, response) => void response.setHeader('content-length', 2).end('{}'),
  );
  const [broken, ended, left] = [await opened(url), await opened(url), await opened(url)];
  sockets[0]?.resetAndDestroy();
  sockets[1]?.end();
  await broken.untilClosed(5_000);
  await ended.untilClosed(5_000);
  await left.untilClosed(1);
  expect([broken.how, ended.how, left.how]).toEqual(['reset', 'closed', 'open']);
  expect(accountOfConnections([broken, ended, left], ['announced', 'answered', 'lost', 'closed'])).toEqual({
    opened: 3,
    closed: 1,
    reset: 1,
    requests: { sent: 3, answered: 2, announced: 1, lost: 1 },
  });
});

test('a late request that is not answered, or with an error, is lost', async () => {
  let count = 0;
  const { url } = await serving((message, response) => {
    count += 1;
    if (count <= 2) return void response.setHeader('content-length', 2).end('{}');
    if (count === 3) return void response.writeHead(503, { 'content-length': 2 }).end('{}');
    message.socket.end();
  });
  const [refused, dropped] = [await opened(url), await opened(url)];
  expect(await refused.askAgain()).toBe('lost');
  expect(await dropped.askAgain()).toBe('lost');
});

test('a replica that does not keep connections cannot be tried so', async () => {
  const { url } = await serving(
    (_, response) => void response.writeHead(404, { 'content-length': 2 }).end('{}'),
  );
  await expect(IdleConnection.open(url, request)).rejects.toThrow('answered 404');
});
