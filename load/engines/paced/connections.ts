import { buildConnector, Client, type Dispatcher } from 'undici';

/** Connection: one client of at most one socket; it reconnects when its server has closed the last one. */
export type Connection = Client;

/** Connections to one origin: as many as requests are open at once, each carrying one request at a time. */
export interface Connections {
  /** dispatch hands a request to the connection that was used last, or to a new one. It never waits for another's end. */
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): Connection;
  /** release takes a connection back whose request has ended. */
  release(connection: Connection): void;
  /** abandon destroys a connection together with the request that it carries. */
  abandon(connection: Connection, reason: Error): void;
  /** close destroys them all. */
  close(): Promise<void>;
}

/** An idle connection is kept until the server closes it, or at most ten minutes. */
const keepAliveMs = 600_000;

/**
 * connections opens clients for one origin. undici's own Pool is not used: it looks for an idle client by walking
 * through all of them, which takes milliseconds once a stall has opened thousands.
 * The engine keeps its own time-outs, to the millisecond, so the client's are off.
 */
export function connections(origin: string): Connections {
  const [idle, all]: [Connection[], Set<Connection>] = [[], new Set()];
  const options: Client.Options = {
    connect: buildConnector({ timeout: 0, allowH2: false }),
    allowH2: false,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveMs,
  };
  const open = (): Connection => {
    const connection = new Client(origin, options);
    all.add(connection);
    return connection;
  };
  return {
    dispatch(request, handler) {
      const connection = idle.pop() ?? open();
      connection.dispatch(request, handler);
      return connection;
    },
    release: (connection) => void idle.push(connection),
    abandon(connection, reason) {
      all.delete(connection);
      connection.destroy(reason).catch(() => {});
    },
    async close() {
      await Promise.allSettled([...all].map((connection) => connection.destroy()));
      all.clear();
      idle.length = 0;
    },
  };
}
