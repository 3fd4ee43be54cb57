import { Problem } from '../model/problem.ts';
import type { StartedBacking } from './backing.ts';
import { OnServer } from './on-server.ts';
import type { ServerFacts } from './server-facts.ts';
import { query } from './statements.ts';

/** OwnServer: a running PostgreSQL server that was started for this run alone. */
export interface OwnServer {
  /** name of its kind in results; title: how a person reads of it. */
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly replicasFindUsAt: string;
  readonly facts: ServerFacts;
  /** end: how it ended without having been stopped; undefined while it runs. */
  end(): string | undefined;
  logTail(): string;
  /** stop ends it and takes away all that it was made of. Safe to call again. */
  stop(): Promise<void>;
}

/** OwnPostgres is a server of this run as a backing. */
export class OwnPostgres extends OnServer implements StartedBacking {
  readonly ours = true;
  readonly #server: OwnServer;

  constructor(server: OwnServer) {
    super(server.url, '');
    this.#server = server;
  }

  get name(): string {
    return this.#server.name;
  }

  get version(): string {
    return this.#server.facts.version;
  }

  get settings(): Readonly<Record<string, string>> {
    return this.#server.facts.settings;
  }

  get replicasFindUsAt(): string {
    return this.#server.replicasFindUsAt;
  }

  async checkpoint(): Promise<void> {
    await query(this.#server.url, 'checkpoint');
  }

  failure(): Problem | undefined {
    const end = this.#server.end();
    if (end === undefined) return undefined;
    return new Problem('harness', `${this.#server.title} is gone: ${end}.`, {
      next: 'See its log below.',
      detail: this.#server.logTail(),
    });
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
