import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BehaviourName, BehaviourOptions, Counts } from './behaviours.ts';

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
  const file = fileURLToPath(new URL('truth-process.ts', import.meta.url));
  const child = fork(file, [name, JSON.stringify(options[0] ?? {})], { execArgv: [] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? -1,
    async counts() {
      child.send('counts');
      const [{ counts }] = (await once(child, 'message')) as [{ counts: Counts }];
      return counts;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
