import { escapeIdentifier as quote } from 'pg';
import { Problem } from '../model/problem.ts';
import { errorCode, errorText, query } from './statements.ts';

const inUse = '55006';

/** Databases: creates, copies and drops databases of one server, and drops at the end all that it created. */
export class Databases {
  readonly #adminUrl: string;
  readonly #prefix: string;
  readonly #created = new Set<string>();

  /** The role of `adminUrl` must be allowed to create databases; `prefix` goes before every name. */
  constructor(adminUrl: string, prefix: string) {
    this.#adminUrl = adminUrl;
    this.#prefix = prefix;
  }

  /** nameOnServer: how the server knows the database. Throws a Problem for a name that is not plain. */
  nameOnServer(name: string): string {
    if (/^[a-z][a-z0-9_]{0,39}$/.test(name)) return `${this.#prefix}${name}`;
    throw new Problem('harness', `"${name}" cannot name a database.`, {
      next: 'Use at most 40 lower-case letters, digits and "_", a letter first.',
    });
  }

  async create(name: string): Promise<void> {
    await this.#make(name, `create database ${quote(this.nameOnServer(name))}`);
  }

  async clone(template: string, name: string): Promise<void> {
    const from = quote(this.nameOnServer(template));
    await this.#make(name, `create database ${quote(this.nameOnServer(name))} template ${from}`);
  }

  async drop(name: string): Promise<void> {
    await this.#run(
      `drop database if exists ${quote(this.nameOnServer(name))} with (force)`,
      `drop "${name}"`,
    );
    this.#created.delete(name);
  }

  async dropAll(): Promise<void> {
    for (const name of [...this.#created].toReversed()) await this.drop(name);
  }

  // Marked as created first: a statement whose answer was lost may have done it.
  async #make(name: string, statement: string): Promise<void> {
    this.#created.add(name);
    await this.#run(statement, `create "${name}"`);
  }

  async #run(statement: string, title: string): Promise<void> {
    try {
      await query(this.#adminUrl, statement);
    } catch (cause) {
      throw new Problem('harness', `The database server would not ${title}: ${errorText(cause)}.`, {
        next:
          errorCode(cause) === inUse
            ? 'End what is still connected to the template.'
            : 'See the message above.',
        cause,
      });
    }
  }
}
