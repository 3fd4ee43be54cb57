import { randomBytes } from 'node:crypto';
import { Problem } from '../model/problem.ts';
import type { Form } from '../model/system.ts';
import type { Backing, StartedBacking } from './backing.ts';
import { OnServer } from './on-server.ts';
import { serverFacts, type ServerFacts } from './server-facts.ts';
import { errorText, query } from './statements.ts';

/**
 * externalPostgres: a server that runs already. Databases are created on it under a prefix of the run, and dropped
 * when it is stopped. Throws a Problem at once when `databaseUrl` is none, or out of reach for replicas of this form.
 */
export function externalPostgres(databaseUrl: string, form: Form = 'process'): Backing {
  const url = parse(databaseUrl);
  if (form === 'container' && isLoopback(url)) throw outOfReach(url);
  const prefix = `rehearse_${randomBytes(4).toString('hex')}_`;
  return {
    name: 'external-postgres',
    async start({ signal }) {
      signal?.throwIfAborted();
      const facts = await reach(url);
      if (!facts.mayCreateDatabases) throw mayNotCreate(url, facts.role);
      return new ExternalPostgres(url, facts, prefix);
    },
  };
}

function parse(databaseUrl: string): URL {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '') return url;
  throw new Problem('usage', '--database-url is not the URL of a PostgreSQL database.', {
    next: 'Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE.',
  });
}

function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

function outOfReach(url: URL): Problem {
  return new Problem(
    'usage',
    `Containers do not reach ${url.hostname} of this machine, where --database-url points.`,
    {
      next: 'Name the server by an address of a network, or leave the option out: PostgreSQL is started in a container.',
    },
  );
}

// Who, where and what, without the password.
function place({ username, hostname, port, pathname }: URL): string {
  const user = username === '' ? '' : `${decodeURIComponent(username)}@`;
  return `${user}${hostname}:${port === '' ? '5432' : port}${pathname}`;
}

async function reach(url: URL): Promise<ServerFacts> {
  try {
    return await serverFacts(url.href);
  } catch (cause) {
    throw new Problem('usage', `Cannot use the database at ${place(url)}: ${errorText(cause)}.`, {
      next: 'Check that it runs and that --database-url is right; without the option an embedded one is used.',
    });
  }
}

function mayNotCreate(url: URL, role: string): Problem {
  return new Problem('usage', `The role ${role} may not create databases at ${place(url)}.`, {
    next: `Allow it with \`alter role ${role} createdb\`, or name another role in --database-url.`,
  });
}

class ExternalPostgres extends OnServer implements StartedBacking {
  readonly name = 'external-postgres';
  readonly ours = false;
  readonly replicasFindUsAt = '127.0.0.1';
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly #url: URL;
  readonly #mayCheckpoint: boolean;

  constructor(url: URL, facts: ServerFacts, prefix: string) {
    super(url.href, prefix);
    this.version = facts.version;
    this.settings = { ...facts.settings, checkpoint: facts.mayCheckpoint ? 'permitted' : 'not permitted' };
    this.#url = url;
    this.#mayCheckpoint = facts.mayCheckpoint;
  }

  async checkpoint(): Promise<void> {
    if (this.#mayCheckpoint) await query(this.#url.href, 'checkpoint');
  }

  // It is not ours to watch: a statement that fails tells.
  failure(): undefined {
    return undefined;
  }

  stop(): Promise<void> {
    return this.databases.dropAll();
  }
}
