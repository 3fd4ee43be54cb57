import type { AddressInfo, Server } from 'node:net';
import { endAtOnce } from '../../model/end-at-once.ts';
import { whenOrphaned } from '../../model/when-orphaned.ts';

/** serve puts a server on a free loopback port, tells the parent which, and gives its account whenever it is asked. */
export function serve(server: Server, account: () => unknown): void {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
  process.on('message', () => process.send?.({ account: account() }));
  whenOrphaned(endAtOnce);
  // Ctrl-C reaches every process of a terminal; when to end is the parent's decision.
  process.on('SIGINT', () => {});
}
