import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from './config.ts';

const causes: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken; choose another or stop what holds it',
  EACCES: 'the port may not be opened by this user; choose one above 1023',
  EADDRNOTAVAIL: 'this machine has no such address; choose one it has',
  ENOTFOUND: 'the host name is unknown; correct it',
};

/** listen binds a server and gives the port it got; `variables` are named when that is impossible. */
export async function listen(server: Server, host: string, port: number, variables: string): Promise<number> {
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    const cause = causes[(error as NodeJS.ErrnoException).code ?? ''];
    if (cause === undefined) throw error;
    throw new ConfigError([`${variables} is ${host}:${port}: ${cause}, and start again.`]);
  }
  return (server.address() as AddressInfo).port;
}
