import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Container, type EndedContainer, startContainer } from '../containers/container.ts';
import type { ContainerNetwork, JoinedNetwork } from '../containers/container-network.ts';
import { startRunClock } from '../model/clock.ts';
import { ensureImage } from '../model/docker-images.ts';
import { Problem } from '../model/problem.ts';
import type { Backing, BackingOptions } from './backing.ts';
import { superuser, textFlags } from './init-flags.ts';
import { OwnPostgres } from './own-postgres.ts';
import { serverFacts, type ServerFacts } from './server-facts.ts';
import { errorCode } from './statements.ts';

/** postgresImage: the official image of the version that the embedded server has as well. */
export const postgresImage = 'postgres:18';

const startDeadlineMs = 60_000;
const pollMs = 20;
const title = 'The PostgreSQL container';

/**
 * containerPostgres: a real PostgreSQL from its official image, in the network that replicas in containers are in. They
 * and the harness reach it at the same address.
 */
export function containerPostgres(network: ContainerNetwork, image = postgresImage): Backing {
  return {
    name: 'container-postgres',
    async start({ guard, signal }: BackingOptions) {
      await using undo = new AsyncDisposableStack();
      const joined = await network.join(guard);
      undo.defer(() => joined.leave());
      await ensureImage(image, signal === undefined ? {} : { signal });
      const directory = await guard.makeDirectory('postgres');
      undo.defer(() => guard.removeDirectory(directory));
      signal?.throwIfAborted();
      const server = await startServer(joined, image, directory);
      undo.defer(() => server.stop());
      const facts = await server.untilItAnswers(signal);
      const kept = undo.move();
      return new OwnPostgres({
        name: 'container-postgres',
        title,
        url: server.url,
        replicasFindUsAt: joined.gateway,
        facts: { ...facts, settings: { image: `${image} ${server.imageId}`, ...facts.settings } },
        end: () => server.end,
        logTail: () => server.logTail,
        stop: () => kept.disposeAsync(),
      });
    },
  };
}

async function startServer(network: JoinedNetwork, image: string, directory: string): Promise<Server> {
  const password = randomBytes(24).toString('base64url');
  const logFile = join(directory, 'postgres.log');
  closeSync(openSync(logFile, 'a', 0o600));
  const container = await startContainer(
    network,
    {
      title: 'postgres',
      image,
      args: ['postgres', '-c', 'max_connections=200'],
      mounts: [],
      environment: {
        POSTGRES_USER: superuser,
        POSTGRES_PASSWORD: password,
        POSTGRES_INITDB_ARGS: textFlags.join(' '),
      },
      logFile,
    },
    startRunClock(),
  );
  return new Server(
    container,
    `postgres://${superuser}:${password}@${container.address}:5432/${superuser}`,
    logFile,
  );
}

class Server {
  readonly url: string;
  readonly imageId: string;
  readonly #container: Container;
  readonly #logFile: string;
  #ended: EndedContainer | undefined;
  /** Rejects when it has ended, as its address goes with it and nobody is left to refuse a connection. */
  readonly #gone: Promise<never>;
  #stopping = false;

  constructor(container: Container, url: string, logFile: string) {
    this.url = url;
    this.imageId = container.imageId;
    this.#container = container;
    this.#logFile = logFile;
    this.#gone = container.ended.then((ended) => {
      this.#ended = ended;
      throw new Error('it has ended');
    });
    this.#gone.catch(() => {});
  }

  get end(): string | undefined {
    if (this.#stopping || this.#ended === undefined) return undefined;
    return `it ended with ${this.#ended.exitCode ?? this.#ended.signal}`;
  }

  get logTail(): string {
    return readFileSync(this.#logFile, 'utf8').trim().split('\n').slice(-20).join('\n');
  }

  /** untilItAnswers: while its files are made it listens to nobody but itself. */
  async untilItAnswers(signal: AbortSignal | undefined): Promise<ServerFacts> {
    const deadlineMs = performance.now() + startDeadlineMs;
    for (;;) {
      signal?.throwIfAborted();
      if (this.end !== undefined) throw this.#failed(this.end);
      if (performance.now() > deadlineMs)
        throw this.#failed(`it did not answer within ${startDeadlineMs / 1000} s`);
      try {
        return await Promise.race([serverFacts(this.url), this.#gone]);
      } catch (error) {
        if (this.end === undefined && !notYet.has(errorCode(error))) throw this.#failed(String(error));
      }
      await delay(pollMs);
    }
  }

  /** stop ends it at once: what it holds is thrown away. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#container.signal('SIGKILL');
    await this.#container.removed;
  }

  #failed(why: string): Problem {
    return new Problem('harness', `${title} did not start: ${why}.`, {
      next: 'See its log below, or give a server of your own by --database-url.',
      detail: this.logTail,
    });
  }
}

// Nobody listens yet, or it says that it is starting up.
const notYet = new Set(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', '57P03']);
