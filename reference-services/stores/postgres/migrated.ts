import type { Client } from 'pg';
import { migrationExecuted } from './shared-sql.ts';

/** Migrations are SQL texts by name; they are executed in the order of their names, each once. */
export type Migrations = Readonly<Record<string, string>>;

/** migrationTable is where the names of the executed migrations are kept. */
export const migrationTable = 'migrations';

const undefinedTable = '42P01';

/** missingMigration says what to do when `migration` was not executed yet; it rejects when the database is gone. */
export async function missingMigration(client: Client, migration: string): Promise<string | undefined> {
  const executed = await client
    .query({ ...migrationExecuted, values: [migration] })
    .then(({ rows }) => rows.length > 0)
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === undefinedTable) return false;
      throw error;
    });
  return executed
    ? undefined
    : `the database lacks migration ${migration}: run the service's migrate command`;
}

/** lastMigration is the name of the newest one. */
export function lastMigration(migrations: Migrations): string {
  return Object.keys(migrations).sort().at(-1) ?? '';
}
