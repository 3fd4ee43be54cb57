import { brokerMigrations, brokerSchema } from '../../brokers/postgres/migrations.ts';
import type { Migrations } from './migrated.ts';

/** migrateService brings a service's database and its broker up to date, and gives the names of what was executed. */
export async function migrateService(
  { databaseUrl, brokerUrl }: { readonly databaseUrl: string; readonly brokerUrl: string },
  migrations: Migrations,
) {
  const { migrate } = await import('./migrate.ts');
  return {
    database: await migrate({ url: databaseUrl, migrations, what: 'The database (DATABASE_URL)' }),
    broker: await migrate({
      url: brokerUrl,
      migrations: brokerMigrations,
      schema: brokerSchema,
      what: 'The broker (BROKER_URL)',
    }),
  };
}
