import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Guard } from '../model/guard.ts';
import type { Cluster } from './postgres-cluster.ts';
import { superuser } from './init-flags.ts';
import { commandAs, type Housing } from './postgres-owner.ts';
import { programOf } from './postgres-package.ts';
import { serverFacts, type ServerFacts } from './server-facts.ts';
import { errorCode } from './statements.ts';

/** startDeadlineMs: how long a server may take until it answers; a copy may have to be recovered first. */
const startDeadlineMs = 30_000;
const pollMs = 5;
const killAfterMs = 3_000;

/** ServerDied: the server ended, or did not answer in time, before it was of use. */
export class ServerDied extends Error {
  readonly logTail: string;

  constructor(message: string, logTail: string) {
    super(message);
    this.logTail = logTail;
  }
}

export interface ServerOptions {
  readonly guard: Guard;
  readonly signal?: AbortSignal | undefined;
  readonly housing: Housing;
  readonly cluster: Cluster;
  readonly directory: string;
  readonly port: number;
}

// A data directory that is thrown away afterwards, but written as in production: fsync and synchronous_commit stay on.
const serverFlags = (port: number) =>
  [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'logging_collector=off',
  ].flatMap((setting) => ['-c', setting]);

/** PostgresServer: a running server process of ours. */
export class PostgresServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #options: ServerOptions;
  readonly #logFile: string;
  readonly #exited: Promise<unknown>;
  #stopping = false;

  private constructor(options: ServerOptions) {
    const { guard, housing, cluster, directory, port } = options;
    this.#options = options;
    this.#logFile = join(directory, 'postgres.log');
    this.url = `postgres://${superuser}:${cluster.password}@127.0.0.1:${port}/${superuser}`;
    const command = [programOf(housing.programs, 'postgres'), '-D', cluster.directory, ...serverFlags(port)];
    const { file, args, options: as } = commandAs(housing.owner, command, directory, guard.environment);
    const log = openSync(this.#logFile, 'w', 0o600);
    this.#child = spawn(file, args, { ...as, detached: true, stdio: ['ignore', log, log] });
    if (this.#child.pid !== undefined) guard.adopt(this.#child.pid, 'SIGQUIT');
    closeSync(log);
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', resolve);
      this.#child.once('exit', resolve);
    });
    this.#child.once('error', () => {});
  }

  /** start resolves when the server answers. Rejects with ServerDied; nothing of it runs then. */
  static async start(options: ServerOptions): Promise<{ server: PostgresServer; facts: ServerFacts }> {
    options.signal?.throwIfAborted();
    const server = new PostgresServer(options);
    try {
      return { server, facts: await server.#answer() };
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** end: how the server ended without having been stopped; undefined while it runs. */
  get end(): string | undefined {
    const { exitCode, signalCode, pid } = this.#child;
    if (this.#stopping) return undefined;
    if (pid === undefined) return 'it could not be started';
    if (exitCode === null && signalCode === null) return undefined;
    return `it ended with ${exitCode ?? signalCode}`;
  }

  /** logTail: the last 20 lines of its log. */
  get logTail(): string {
    try {
      return readFileSync(this.#logFile, 'utf8').trim().split('\n').slice(-20).join('\n');
    } catch {
      return '';
    }
  }

  /** stop ends it at once: what it holds is thrown away. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const { pid } = this.#child;
    if (pid === undefined) return;
    this.#child.kill('SIGQUIT');
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), killAfterMs);
    await this.#exited;
    clearTimeout(kill);
    this.#options.guard.release(pid);
  }

  async #answer(): Promise<ServerFacts> {
    const deadlineMs = performance.now() + startDeadlineMs;
    for (;;) {
      this.#options.signal?.throwIfAborted();
      const end = this.end ?? (performance.now() > deadlineMs ? this.#late() : undefined);
      if (end !== undefined) throw new ServerDied(end, this.logTail);
      try {
        return await serverFacts(this.url);
      } catch (error) {
        if (!notYet.has(errorCode(error))) throw new ServerDied(String(error), this.logTail);
      }
      await delay(pollMs);
    }
  }

  #late(): string {
    return `it did not answer within ${startDeadlineMs / 1000} s`;
  }
}

// Nobody listens yet, or it says that it is starting up.
const notYet = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03']);
