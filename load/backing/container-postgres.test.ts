import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { labelledWith, lacksDocker } from '../containers/docker.fixture.ts';
import { ContainerNetwork } from '../containers/container-network.ts';
import type { StartedBacking } from './backing.ts';
import { containerPostgres, postgresImage } from './container-postgres.ts';
import { loggingGuard, type GuardLog } from './guard.fixture.ts';
import { query } from './statements.ts';

describe.skipIf(lacksDocker(postgresImage))('PostgreSQL in a container', () => {
  const cleanUp: (() => void)[] = [];
  let guard: GuardLog;
  let backing: StartedBacking;
  beforeAll(async () => {
    guard = loggingGuard((run) => void cleanUp.push(run));
    backing = await containerPostgres(new ContainerNetwork()).start({ guard });
  });
  afterAll(async () => {
    await backing.stop();
    for (const run of cleanUp) run();
  });

  test('is a server of this run that says what it is and how safely it writes', () => {
    expect(backing).toMatchObject({
      name: 'container-postgres',
      ours: true,
      version: expect.stringMatching(/^18/) as string,
      settings: {
        fsync: 'on',
        synchronous_commit: 'on',
        max_connections: '200',
        image: expect.stringMatching(/^postgres:18 sha256:[0-9a-f]{64}$/) as string,
      },
    });
    expect(backing.failure()).toBeUndefined();
  });

  test('copies a filled database as often as asked for', async () => {
    await backing.createDatabase('filled');
    await query(backing.url('filled'), 'create table seats as select generate_series(1, 500) as seat');
    await backing.cloneDatabase('filled', 'copy');
    await backing.checkpoint();
    const [row] = await query(backing.url('copy'), 'select count(*)::text as seats from seats');
    expect(row).toEqual({ seats: '500' });
    await backing.dropDatabase('copy');
    await expect(query(backing.url('copy'), 'select 1')).rejects.toThrow('does not exist');
  });

  test('sorts text as the embedded server does', async () => {
    const statement = `select datlocprovider::text || ' ' || datlocale as locale from pg_database where datname = 'postgres'`;
    expect(await query(backing.url('postgres'), statement)).toEqual([{ locale: 'b C.UTF-8' }]);
  });
});

test.skipIf(lacksDocker(postgresImage))(
  'a PostgreSQL container that is killed says so, and leaves nothing',
  async () => {
    const guard = loggingGuard();
    const network = new ContainerNetwork();
    const backing = await containerPostgres(network).start({ guard });
    onTestFinished(() => backing.stop());
    process.kill(network.processes.firstPids[0]!, 'SIGKILL');
    await expect
      .poll(() => backing.failure()?.message, { timeout: 10_000 })
      .toBe('The PostgreSQL container is gone: it ended with SIGKILL.');
    await backing.stop();
    await backing.stop();
    expect(labelledWith(`rehearse.test=${process.pid}`)).toEqual([]);
    expect([...guard.directories]).toEqual([]);
  },
);

test.skipIf(lacksDocker(postgresImage))(
  'a PostgreSQL container that does not start is one line with its log',
  async () => {
    const guard = loggingGuard();
    await expect(
      containerPostgres(new ContainerNetwork(), 'node:26-bookworm-slim').start({ guard }),
    ).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringMatching(
        /^postgres could not be started as a container: |^The PostgreSQL container did not start: it ended with \d+\.$/,
      ) as string,
    });
    expect(labelledWith(`rehearse.test=${process.pid}`)).toEqual([]);
    expect([...guard.directories]).toEqual([]);
  },
);
