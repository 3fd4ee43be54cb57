import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Door } from './door.ts';

async function echoServer(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).pipe(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  return `postgres://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}/bookings`;
}

async function doorBeforeEcho() {
  const url = await echoServer();
  const door = await Door.before(url);
  onTestFinished(() => door.refuse());
  const through = door.through(url);
  const visit = () => {
    const socket = connect(Number(new URL(through).port), '127.0.0.1').on('error', () => {});
    onTestFinished(() => void socket.destroy());
    socket.write('hello');
    const echo = once(socket, 'data').then(([data]) => String(data));
    echo.catch(() => {});
    const closed = new Promise((resolve) => void socket.once('close', resolve));
    return { socket, echo, closed };
  };
  return { door, url, through, visit };
}

test('the URL of a database leads through the door, and is the same otherwise', async () => {
  const { url, through } = await doorBeforeEcho();
  expect(new URL(through).port).not.toBe(new URL(url).port);
  expect(through.replace(/:\d+\//, '')).toBe(url.replace(/:\d+\//, ''));
});

test('a door that refuses takes no connection, and one that is opened lets everything through', async () => {
  const { door, visit } = await doorBeforeEcho();
  await visit().closed;
  await door.open();
  expect(await visit().echo).toBe('hello');
});

test('a door that hangs takes connections without a word, and lets them through once it is opened', async () => {
  const { door, visit } = await doorBeforeEcho();
  await door.hang();
  const waiting = visit();
  const gone = visit();
  gone.socket.destroy();
  await once(waiting.socket, 'connect');
  expect(waiting.socket.bytesRead).toBe(0);
  await door.open();
  expect(await waiting.echo).toBe('hello');
});

test('a door that is shut again breaks what goes through it, and hangs or refuses as it is told', async () => {
  const { door, visit } = await doorBeforeEcho();
  await door.open();
  const visitor = visit();
  await visitor.echo;
  await door.hang();
  await visitor.closed;
  expect(visitor.socket.destroyed).toBe(true);
  await once(visit().socket, 'connect');
  await door.refuse();
  await visit().closed;
});
