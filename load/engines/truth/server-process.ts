import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

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
  const child = fork(fileURLToPath(file), args, { execArgv: [] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? -1,
    async account() {
      child.send('account');
      const [{ account }] = (await once(child, 'message')) as [{ account: Account }];
      return account;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
