import { Databases } from './databases.ts';
import { withDatabase } from './statements.ts';

/** OnServer is what a backing does on every PostgreSQL server alike: its databases, by their names in the run. */
export abstract class OnServer {
  protected readonly databases: Databases;
  readonly #adminUrl: string;

  /** As of Databases. */
  constructor(adminUrl: string, prefix: string) {
    this.#adminUrl = adminUrl;
    this.databases = new Databases(adminUrl, prefix);
  }

  url(database: string): string {
    return withDatabase(this.#adminUrl, this.databases.nameOnServer(database));
  }

  createDatabase(name: string): Promise<void> {
    return this.databases.create(name);
  }

  cloneDatabase(template: string, name: string): Promise<void> {
    return this.databases.clone(template, name);
  }

  dropDatabase(name: string): Promise<void> {
    return this.databases.drop(name);
  }
}
