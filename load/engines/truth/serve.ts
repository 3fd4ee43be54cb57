import type { AddressInfo, Server } from 'node:net';
import { whenOrphaned } from '../../model/when-orphaned.ts';

/** serve puts a server on a free loopback port, tells the parent which, and gives its account whenever it is asked. */
export function serve(server: Server, account: () => unknown): void {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
  process.on('message', () => process.send?.({ account: account() }));
  whenOrphaned(() => process.exit(0));
  // Ctrl-C reaches every process of a terminal; when to end is the parent's decision.
  process.on('SIGINT', () => {});
}
