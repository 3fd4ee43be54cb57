import type { BehaviourName, BehaviourOptions, Counts } from './behaviours.ts';
import { startServerProcess } from './server-process.ts';

/** TruthServer: a server that knows exactly what it did. */
export interface TruthServer extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  counts(): Promise<Counts>;
}

/** startTruthServer starts one in a process of its own on a free loopback port. */
export async function startTruthServer<N extends BehaviourName>(
  name: N,
  ...options: BehaviourOptions<N> extends undefined ? [] : [BehaviourOptions<N>]
): Promise<TruthServer> {
  const file = new URL('truth-process.ts', import.meta.url);
  const server = await startServerProcess<Counts>(file, [name, JSON.stringify(options[0] ?? {})]);
  return { ...server, counts: () => server.account() };
}
