import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type Socket, Server as TcpServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { Server as TlsServer } from 'node:tls';

const defaultLingerMs = 100;
const maxAccepting = 1000;

/** Open is what a server still holds: requests without a complete answer, and connections. */
export interface Open {
  readonly requests: number;
  readonly connections: number;
}

/** Finished is one request that ended: answered to its last byte, or left by its client. */
export interface Finished {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly durationMs: number;
  readonly answered: boolean;
}

export interface InFlightOptions {
  /** Called before anything else looks at a request. */
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  readonly onFinished: (finished: Finished) => void;
  /** How long idle connections are left open after the server stopped accepting; 100 ms unless told. */
  readonly lingerMs?: number;
}

/** Connection is one that can carry requests, with how many it carries now. */
interface Connection {
  requests: number;
}

/** Following is what is known of a request while it is not answered. */
interface Following {
  readonly startedMs: number;
  readonly socket: Socket;
  readonly connection: Connection | undefined;
}

/** InFlight follows every request and connection of one server, so that it can be closed without losing any. */
export class InFlight {
  served = 0;
  readonly #server: Server;
  readonly #lingerMs: number;
  readonly #responses = new Map<ServerResponse, Following>();
  readonly #connections = new Map<Socket, Connection>();
  /** Connections that cannot carry a request yet, by their other end: the socket that will is another one. */
  readonly #handshakes = new Map<string, Socket>();
  #accepted = 0;
  #announcing = false;
  #closing = false;

  constructor(server: Server, options: InFlightOptions) {
    this.#server = server;
    this.#lingerMs = options.lingerMs ?? defaultLingerMs;
    const isSecure = server instanceof TlsServer;
    server.on('connection', (socket: Socket) => {
      this.#accepted += 1;
      if (isSecure) this.#followHandshake(socket);
      else this.#followConnection(socket);
    });
    server.on('secureConnection', (socket: Socket) => {
      this.#handshakes.delete(otherEnd(socket));
      this.#followConnection(socket);
    });
    const finish = (response: ServerResponse) => this.#finish(response, options);
    // One listener for all responses: they are what it is called on.
    function onClose(this: ServerResponse): void {
      finish(this);
    }
    server.prependListener('request', (request, response) => {
      this.#follow(request, response);
      response.on('close', onClose);
      options.onRequest(request, response);
    });
  }

  get open(): Open {
    // A connection that was just ended is told closed a moment later.
    const sockets = [...this.#connections.keys(), ...this.#handshakes.values()];
    const connections = sockets.filter((socket) => !socket.destroyed);
    return { requests: this.#responses.size, connections: connections.length };
  }

  /** announceClose adds `Connection: close` to every answer whose headers are not sent yet, from now on. */
  announceClose(): void {
    this.#announcing = true;
    for (const response of this.#responses.keys()) announceOn(response);
  }

  /** close stops accepting and resolves when the last request in flight is answered and its connection closed. */
  async close(): Promise<void> {
    this.announceClose();
    await this.#acceptWaiting();
    this.#closing = true;
    const closed = this.#stopAccepting();
    // What looks idle may have a request on its way, a new connection above all.
    const lingering = new AbortController();
    await Promise.race([
      closed,
      delay(this.#lingerMs, undefined, { signal: lingering.signal }).catch(() => undefined),
    ]);
    lingering.abort();
    this.#server.closeIdleConnections();
    for (const socket of this.#handshakes.values()) socket.destroy();
    await closed;
  }

  /** Closing resets the connections that wait to be accepted; each turn of the event loop accepts one. */
  async #acceptWaiting(): Promise<void> {
    for (let turn = 0, before = -1; turn < maxAccepting && before !== this.#accepted; turn += 1) {
      before = this.#accepted;
      // The rest of this turn, and then a whole one.
      await setImmediate();
      await setImmediate();
    }
  }

  /** The close of an HTTP server would end idle connections at once; that of any server leaves them. */
  async #stopAccepting(): Promise<void> {
    await new Promise<void>((resolve) => TcpServer.prototype.close.call(this.#server, () => resolve()));
  }

  #followHandshake(socket: Socket): void {
    const end = otherEnd(socket);
    this.#handshakes.set(end, socket);
    socket.once('close', () => {
      if (this.#handshakes.get(end) === socket) this.#handshakes.delete(end);
    });
  }

  #followConnection(socket: Socket): void {
    this.#connections.set(socket, { requests: 0 });
    socket.once('close', () => this.#connections.delete(socket));
  }

  #follow(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const connection = this.#connections.get(socket);
    if (connection) connection.requests += 1;
    this.#responses.set(response, { startedMs: performance.now(), socket, connection });
    if (this.#announcing) announceOn(response);
  }

  #finish(response: ServerResponse, { onFinished }: InFlightOptions): void {
    const following = this.#responses.get(response);
    if (following === undefined) return;
    this.#responses.delete(response);
    const answered = response.writableFinished;
    if (answered) this.served += 1;
    this.#release(following);
    const durationMs = performance.now() - following.startedMs;
    onFinished({ request: response.req, response, durationMs, answered });
  }

  #release({ socket, connection }: Following): void {
    if (connection === undefined) return;
    connection.requests -= 1;
    // Its headers may have gone out before the close was announced.
    if (this.#closing && connection.requests === 0) socket.destroySoon();
  }
}

function otherEnd({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function announceOn(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
