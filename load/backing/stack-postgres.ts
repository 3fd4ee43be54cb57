import { escapeIdentifier as quote } from 'pg';
import type { ComposeStack, JoinedStack } from '../containers/compose-stack.ts';
import type { Inspected } from '../containers/container-options.ts';
import { Problem } from '../model/problem.ts';
import type { Backing, BackingOptions, StartedBacking } from './backing.ts';
import { OnServer } from './on-server.ts';
import { serverFacts, type ServerFacts } from './server-facts.ts';
import { errorText, query } from './statements.ts';

/** prefix of the databases of a run: a stack has one run at a time, so that others with it are left over. */
const prefix = 'rehearse_run_';

/**
 * stackPostgres: the PostgreSQL of a compose stack, which the run borrows for as long as it uses it. Databases are made
 * beside those of the stack, which are not touched, and dropped at the end.
 */
export function stackPostgres(stack: ComposeStack, service = 'postgres'): Backing {
  return {
    name: 'stack-postgres',
    async start({ guard, signal }: BackingOptions) {
      const joined = await stack.join(guard);
      try {
        signal?.throwIfAborted();
        const server = joined.part(service);
        const url = urlOf(server, joined);
        const facts = await reach(url, joined.project);
        await dropLeftovers(url);
        return new StackPostgres(url, facts, joined, server);
      } catch (error) {
        await joined.leave();
        throw error;
      }
    },
  };
}

/** urlOf: as the official image is told to make its first database; the address is that in the stack's network. */
function urlOf({ Config, NetworkSettings }: Inspected, { name }: JoinedStack): string {
  const told = Object.fromEntries(
    Config.Env.map((line) => line.split(/=(.*)/s, 2) as [string, string]),
  ) as Record<string, string>;
  const {
    POSTGRES_USER: user = 'postgres',
    POSTGRES_PASSWORD: password = '',
    POSTGRES_DB: database = user,
  } = told;
  const host = NetworkSettings.Networks[name]?.IPAddress ?? '';
  return `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:5432/${encodeURIComponent(database)}`;
}

async function reach(url: string, project: string): Promise<ServerFacts> {
  try {
    return await serverFacts(url);
  } catch (cause) {
    throw new Problem(
      'usage',
      `the PostgreSQL of the stack "${project}" does not answer: ${errorText(cause)}.`,
      {
        next: 'End the stack with rehearse down, then start it again with rehearse up.',
        cause,
      },
    );
  }
}

/** dropLeftovers removes what a run has left that was killed. */
async function dropLeftovers(url: string): Promise<void> {
  const statement = `select datname from pg_database where starts_with(datname, '${prefix}')`;
  for (const { datname = '' } of await query(url, statement))
    await query(url, `drop database if exists ${quote(datname)} with (force)`);
}

class StackPostgres extends OnServer implements StartedBacking {
  readonly name = 'stack-postgres';
  readonly ours = true;
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly replicasFindUsAt: string;
  readonly #url: string;
  readonly #stack: JoinedStack;
  readonly #watch = new AbortController();
  #hasEnded = false;

  constructor(url: string, facts: ServerFacts, stack: JoinedStack, server: Inspected) {
    super(url, prefix);
    this.version = facts.version;
    this.settings = {
      stack: stack.project,
      databases: 'made for the run, beside those of the stack',
      image: `${server.Config.Image} ${server.Image}`,
      ...facts.settings,
    };
    this.replicasFindUsAt = stack.gateway;
    this.#url = url;
    this.#stack = stack;
    void this.#watchEnd(server.Id);
  }

  async checkpoint(): Promise<void> {
    await query(this.#url, 'checkpoint');
  }

  failure(): Problem | undefined {
    if (!this.#hasEnded) return undefined;
    return new Problem('harness', `the stack "${this.#stack.project}" was ended during the run.`, {
      next: 'End what is left of it with rehearse down, start it with rehearse up, and run again.',
    });
  }

  async stop(): Promise<void> {
    try {
      if (!this.#hasEnded) await this.databases.dropAll();
    } finally {
      this.#watch.abort();
      await this.#stack.leave();
    }
  }

  // An engine that does not answer any more has ended it as well.
  async #watchEnd(id: string): Promise<void> {
    const { signal } = this.#watch;
    await this.#stack.engine.client.container
      .getById(id)
      .wait({ abortSignal: signal })
      .catch(() => {});
    this.#hasEnded = !signal.aborted;
  }
}
