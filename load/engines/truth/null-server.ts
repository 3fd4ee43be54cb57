import { startServerProcess, type ServerProcess } from './server-process.ts';

/** startNullServer starts a server that answers at once, in a process of its own: what is slow before it is the client. */
export async function startNullServer(): Promise<ServerProcess<{ readonly answered: number }>> {
  return startServerProcess(new URL('null-process.ts', import.meta.url), []);
}
