import { query } from './statements.ts';

/** ServerFacts: what a PostgreSQL server tells of itself and of the role that asks. */
export interface ServerFacts {
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly role: string;
  readonly mayCreateDatabases: boolean;
  readonly mayCheckpoint: boolean;
}

const settings = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_level',
  'wal_sync_method',
  'shared_buffers',
  'max_wal_size',
  'checkpoint_timeout',
  'autovacuum',
  'max_connections',
];

// pg_checkpoint exists since PostgreSQL 15.
const statement = `
  select current_setting('server_version') as version, current_user as role,
    (select rolcreatedb or rolsuper from pg_roles where rolname = current_user)::text as creates,
    (select rolsuper or exists (
       select from pg_roles p where p.rolname = 'pg_checkpoint' and pg_has_role(current_user, p.oid, 'usage')
     ) from pg_roles where rolname = current_user)::text as checkpoints,
    (select json_object_agg(name, current_setting(name)) from pg_settings
     where name in (${settings.map((name) => `'${name}'`).join(', ')}))::text as settings`;

/** serverFacts asks a server once. Rejects with the driver's error. */
export async function serverFacts(url: string): Promise<ServerFacts> {
  const [row] = await query(url, statement);
  return {
    version: row?.['version'] ?? '',
    role: row?.['role'] ?? '',
    mayCreateDatabases: row?.['creates'] === 'true',
    mayCheckpoint: row?.['checkpoints'] === 'true',
    settings: JSON.parse(row?.['settings'] ?? '{}') as Record<string, string>,
  };
}
