import { Problem } from '../model/problem.ts';
import type { StartedBacking } from './backing.ts';
import { Databases } from './databases.ts';
import type { ServerFacts } from './server-facts.ts';
import { query, withDatabase } from './statements.ts';

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
export class OwnPostgres implements StartedBacking {
  readonly ours = true;
  readonly #server: OwnServer;
  readonly #databases: Databases;

  constructor(server: OwnServer) {
    this.#server = server;
    this.#databases = new Databases(server.url, '');
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
