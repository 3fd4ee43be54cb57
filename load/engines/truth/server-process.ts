import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../model/problem.ts';
import { briefPauses } from '../process/brief-pauses.ts';

/** ServerProcess: a server in a process of its own, on a free loopback port; it ends with this process. */
export interface ServerProcess<Account> extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** account: what the server did so far, by its own account. */
  account(): Promise<Account>;
}

/** startServerProcess forks a file that tells its `port`, and its `account` whenever it is asked. */
export async function startServerProcess<Account>(
  file: URL,
  args: readonly string[],
): Promise<ServerProcess<Account>> {
  const child = fork(fileURLToPath(file), args, { execArgv: [...briefPauses] });
  const { port } = await told<{ port: number }>(child);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? -1,
    async account() {
      child.send('account', () => {});
      return (await told<{ account: Account }>(child)).account;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** told waits for the next message; throws a Problem when the process ends before it comes, or has ended. */
async function told<T>(child: ChildProcess): Promise<T> {
  const ended = async (): Promise<never> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const how = child.signalCode ?? `exit code ${child.exitCode}`;
    throw new Problem('harness', `a truth server ended by itself: ${how}.`);
  };
  const [message] = (await Promise.race([once(child, 'message'), ended()])) as [T];
  return message;
}
