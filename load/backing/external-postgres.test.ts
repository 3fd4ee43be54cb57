import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guard } from '../model/guard.ts';
import type { StartedBacking } from './backing.ts';
import { embeddedPostgres } from './embedded-postgres.ts';
import { externalPostgres } from './external-postgres.ts';
import { loggingGuard } from './guard.fixture.ts';
import { query } from './statements.ts';

const unused = {} as Guard;
const cache = mkdtempSync(join(tmpdir(), 'rehearse-test-cache-'));
const guard = loggingGuard(afterAll);
let server: StartedBacking;
let url: string;

beforeAll(async () => {
  server = await embeddedPostgres({ cache }).start({ guard });
  url = server.url('postgres');
});
afterAll(async () => {
  await server.stop();
  rmSync(cache, { recursive: true });
});

const databases = async () => {
  const rows = await query(url, `select datname as name from pg_database where not datistemplate order by 1`);
  return rows.map(({ name }) => name);
};

describe('a database server that runs already', () => {
  test('gets databases under a prefix of the run, and loses them at the end', async () => {
    const backing = await externalPostgres(url).start({ guard: unused });
    onTestFinished(() => backing.stop());
    await backing.createDatabase('seeded');
    await query(backing.url('seeded'), 'create table t as select 1 as n');
    await backing.cloneDatabase('seeded', 'copy');
    await backing.checkpoint();
    expect(await query(backing.url('copy'), 'select n::text from t')).toEqual([{ n: '1' }]);
    expect(await databases()).toEqual([
      'postgres',
      expect.stringMatching(/^rehearse_[0-9a-f]{8}_copy$/),
      expect.stringMatching(/^rehearse_[0-9a-f]{8}_seeded$/),
    ]);
    await backing.stop();
    await backing.stop();
    expect(await databases()).toEqual(['postgres']);
  });

  test('serves two runs at once that use the same names', async () => {
    const both = await Promise.all([1, 2].map(() => externalPostgres(url).start({ guard: unused })));
    await Promise.all(both.map((backing) => backing.createDatabase('events')));
    expect(await databases()).toHaveLength(3);
    await Promise.all(both.map((backing) => backing.stop()));
    expect(await databases()).toEqual(['postgres']);
  });

  test('tells its version and settings', async () => {
    const backing = await externalPostgres(url).start({ guard: unused });
    expect(backing.version).toBe(server.version);
    expect(backing.settings).toMatchObject({ fsync: 'on', checkpoint: 'permitted' });
  });

  test('is used by a role that may create databases and not checkpoint', async () => {
    const backing = await externalPostgres(await role('creates', 'createdb')).start({ guard: unused });
    onTestFinished(() => backing.stop());
    await backing.createDatabase('mine');
    await backing.checkpoint();
    expect(backing.settings['checkpoint']).toBe('not permitted');
  });
});

async function role(name: string, attribute: string): Promise<string> {
  await query(url, `create role ${name} login password 'hunter2' ${attribute}`);
  onTestFinished(async () => void (await query(url, `drop role ${name}`)));
  const as = new URL(url);
  as.username = name;
  as.password = 'hunter2';
  return as.href;
}

describe('a database server that is of no use is one line without the password', () => {
  const secret = 'hunter2';
  const problemOf = async (databaseUrl: string) => {
    const start = async () => externalPostgres(databaseUrl).start({ guard: unused });
    const problem = (await start().then(
      () => undefined,
      (error: unknown) => error,
    )) as { name: string; kind: string; message: string; next: string };
    expect(problem).toMatchObject({ name: 'Problem', kind: 'usage' });
    expect(JSON.stringify([problem, problem.message])).not.toContain(secret);
    return `${problem.message} ${problem.next}`;
  };
  const changed = (change: (to: URL) => void) => {
    const to = new URL(url);
    to.password = secret;
    change(to);
    return to.href;
  };

  test('when nobody listens', async () => {
    const said = await problemOf(changed((to) => (to.port = '1')));
    expect(said).toMatch(
      /^Cannot use the database at postgres@127\.0\.0\.1:1\/postgres: .*ECONNREFUSED.*--database-url/,
    );
  });

  test('when the password is wrong', async () => {
    expect(await problemOf(changed(() => {}))).toContain('password authentication failed');
  });

  test('when the database is not there', async () => {
    const absent = new URL(url);
    absent.pathname = '/absent';
    expect(await problemOf(absent.href)).toContain('database "absent" does not exist');
  });

  test('when the host is not known', async () => {
    expect(await problemOf(changed((to) => (to.hostname = 'no-such-host.invalid')))).toContain(
      'no-such-host',
    );
  });

  test.each(['', 'localhost', 'mysql://root:hunter2@host/db', 'postgres://', '::hunter2'])(
    'when it is the URL %j',
    async (databaseUrl) => {
      expect(await problemOf(databaseUrl)).toContain('postgres://USER:PASSWORD@HOST:PORT/DATABASE');
    },
  );

  test('when the role may not create databases', async () => {
    expect(await problemOf(await role('reads', 'nocreatedb'))).toContain('alter role reads createdb');
  });
});
