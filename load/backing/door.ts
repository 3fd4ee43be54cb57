import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { freePort } from '../model/free-port.ts';
import { Problem } from '../model/problem.ts';

/**
 * Door: a port of this machine before a database server. Shut, it refuses connections, as where nobody listens, or
 * takes them and keeps silent, as a server that hangs; open, it lets everything through, what waited included.
 */
export class Door {
  readonly #server: { readonly host: string; readonly port: number };
  readonly #host: string;
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #waiting: Socket[] = [];
  #isOpen = false;
  #listener: Server | undefined;

  private constructor(databaseUrl: string, host: string, port: number) {
    const { hostname, port: serverPort } = new URL(databaseUrl);
    this.#server = { host: hostname, port: serverPort === '' ? 5432 : Number(serverPort) };
    this.#host = host;
    this.#port = port;
  }

  /** before gives a door before the server of a database, on a free port of `host`; it refuses until it is told otherwise. */
  static async before(databaseUrl: string, host = '127.0.0.1'): Promise<Door> {
    return new Door(databaseUrl, host, await freePort(host));
  }

  /** through gives the URL of a database of that server by way of the door. */
  through(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    url.hostname = this.#host;
    url.port = String(this.#port);
    return url.href;
  }

  /** refuse breaks every connection and takes no other. */
  async refuse(): Promise<void> {
    this.#isOpen = false;
    this.#waiting = [];
    for (const socket of this.#sockets) socket.destroy();
    const listener = this.#listener;
    this.#listener = undefined;
    if (listener === undefined) return;
    listener.close();
    await once(listener, 'close');
  }

  /** hang breaks every connection, and takes others without a word. Throws a Problem where the port is taken. */
  async hang(): Promise<void> {
    await this.refuse();
    await this.#listen();
  }

  /** open lets everything through from now on. Throws a Problem where the port is taken. */
  async open(): Promise<void> {
    this.#isOpen = true;
    if (this.#listener === undefined) await this.#listen();
    for (const socket of this.#waiting.splice(0)) this.#connect(socket);
  }

  async #listen(): Promise<void> {
    const listener = createServer({ noDelay: true }, (socket) => this.#take(socket));
    this.#listener = listener;
    try {
      await once(listener.listen(this.#port, this.#host), 'listening');
    } catch (cause) {
      this.#listener = undefined;
      throw new Problem(
        'harness',
        `port ${this.#port} of ${this.#host} was taken by somebody else meanwhile.`,
        {
          next: 'Run again.',
          cause,
        },
      );
    }
  }

  #take(socket: Socket): void {
    this.#follow(socket);
    if (this.#isOpen) this.#connect(socket);
    else this.#waiting.push(socket);
  }

  #connect(client: Socket): void {
    if (client.destroyed) return;
    const database = this.#follow(connect({ ...this.#server, noDelay: true }));
    client.pipe(database).pipe(client);
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      one.once('close', () => other.destroy());
    }
  }

  #follow(socket: Socket): Socket {
    this.#sockets.add(socket);
    // Its close is all that matters.
    socket.on('error', () => {}).once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
