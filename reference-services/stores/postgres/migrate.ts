import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { failureText } from '../../kit/failure-text.ts';
import { type Migrations, migrationTable } from './migrated.ts';

export interface MigrateOptions {
  readonly url: string;
  readonly migrations: Migrations;
  /** The schema that keeps the names of what was executed; `public` unless told. */
  readonly schema?: string;
  /** What is migrated, as errors call it. */
  readonly what: string;
}

/**
 * migrate brings a database up to date, all or nothing, and gives the names of what it executed.
 * Several may run at once: the later wait, and find nothing to do.
 */
export async function migrate({ url, migrations, schema, what }: MigrateOptions): Promise<readonly string[]> {
  const pool = new Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 5000 });
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => asKysely(migrations) },
      migrationTableName: migrationTable,
      migrationLockTableName: `${migrationTable}_lock`,
      ...(schema !== undefined && { migrationTableSchema: schema }),
    });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error !== undefined)
      throw new Error(
        `${what} could not be migrated: ${failureText(error)}. Check that it runs and is the right one.`,
        { cause: error },
      );
    return results.map(({ migrationName }) => migrationName);
  } finally {
    await db.destroy();
  }
}

function asKysely(migrations: Migrations): Record<string, Migration> {
  const entries = Object.entries(migrations).map(([name, text]): [string, Migration] => [
    name,
    { up: async (db) => void (await sql.raw(text).execute(db)) },
  ]);
  return Object.fromEntries(entries);
}
