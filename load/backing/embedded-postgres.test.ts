import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { embeddedPostgres } from './embedded-postgres.ts';
import { type GuardLog, loggingGuard, temporaryDirectory } from './guard.fixture.ts';
import { lacks } from './needs.fixture.ts';
import { cachedCluster } from './postgres-cluster.ts';
import { findHousing } from './postgres-owner.ts';
import { findPostgresPackage, type Machine } from './postgres-package.ts';
import { query } from './statements.ts';

const programs = findPostgresPackage();
const isRoot = process.getuid?.() === 0;
// One cache for all tests that are not about the cache; made by the first.
const cache = mkdtempSync(join(tmpdir(), 'rehearse-test-cache-'));
afterAll(() => rmSync(cache, { recursive: true }));

const started = async (guard: GuardLog, options: Parameters<typeof embeddedPostgres>[0] = {}) => {
  const backing = await embeddedPostgres({ cache, ...options }).start({ guard });
  onTestFinished(() => backing.stop());
  return backing;
};

const ownerOf = (pid: number) => /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];

describe('an embedded database', () => {
  test('is a PostgreSQL 18 that writes as in production and says so', async () => {
    const backing = await started(loggingGuard());
    expect(backing.version).toMatch(/^18\./);
    expect(backing.settings).toMatchObject({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      max_connections: '200',
    });
  });

  test('creates, copies and drops databases', async () => {
    const backing = await started(loggingGuard());
    await backing.createDatabase('first');
    await query(backing.url('first'), 'create table seats as select 10 as left_over');
    await backing.cloneDatabase('first', 'second');
    await backing.checkpoint();
    await backing.dropDatabase('first');
    await backing.dropDatabase('first');
    expect(await query(backing.url('second'), 'select left_over::text as n from seats')).toEqual([
      { n: '10' },
    ]);
    await expect(query(backing.url('first'), 'select 1')).rejects.toMatchObject({ code: '3D000' });
  });

  test('refuses, in one line, a name that could be more than a name', async () => {
    const backing = await started(loggingGuard());
    await expect(backing.createDatabase('x"; drop database postgres; --')).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining('cannot name a database') as string,
    });
    await expect(backing.cloneDatabase('absent', 'copy')).rejects.toMatchObject({
      message: 'The database server would not create "copy": template database "absent" does not exist.',
    });
  });

  test('is adopted by the guard while it runs, and leaves nothing when it is stopped', async () => {
    const guard = loggingGuard();
    const backing = await started(guard);
    const [pid] = guard.adopted;
    const [directory] = guard.directories;
    expect(guard.adopted.size).toBe(1);
    await backing.stop();
    await backing.stop();
    expect([...guard.adopted, ...guard.directories]).toEqual([]);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    expect(existsSync(directory!)).toBe(false);
    await expect(query(backing.url('postgres'), 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('that is killed from outside says so, with its log', async () => {
    const guard = loggingGuard();
    const backing = await started(guard);
    expect(backing.failure()).toBeUndefined();
    process.kill([...guard.adopted][0]!, 'SIGKILL');
    await expect
      .poll(() => backing.failure())
      .toMatchObject({
        message: 'The embedded PostgreSQL is gone: it ended with SIGKILL.',
        detail: expect.stringContaining('ready to accept connections') as string,
      });
  });

  test('two at once from an empty cache both start, and leave one cached directory', async () => {
    const empty = join(temporaryDirectory(), 'cache');
    const both = await Promise.all([
      started(loggingGuard(), { cache: empty }),
      started(loggingGuard(), { cache: empty }),
    ]);
    for (const backing of both) expect(await query(backing.url('postgres'), 'select 1')).toHaveLength(1);
    expect(readdirSync(empty)).toEqual([cachedCluster('', programs.version)]);
  });

  test('uses the cached directory and changes nothing in it', async () => {
    await started(loggingGuard());
    const cached = cachedCluster(cache, programs.version);
    const before = statSync(cached).ino;
    const control = readFileSync(join(cached, 'pgdata/global/pg_control'));
    const second = await started(loggingGuard());
    expect(new URL(second.url('postgres')).password).toBe(readFileSync(join(cached, 'password'), 'utf8'));
    expect(statSync(cached).ino).toBe(before);
    expect(readFileSync(join(cached, 'pgdata/global/pg_control'))).toEqual(control);
    expect(statSync(cached).mode & 0o077).toBe(0);
  });

  test('replaces a cached directory that does not start', async () => {
    const spoilt = join(temporaryDirectory(), 'cache');
    await (await started(loggingGuard(), { cache: spoilt })).stop();
    const control = join(cachedCluster(spoilt, programs.version), 'pgdata/global/pg_control');
    truncateSync(control, 100);
    const backing = await started(loggingGuard(), { cache: spoilt });
    expect(await query(backing.url('postgres'), 'select 1')).toHaveLength(1);
    expect(statSync(control).size).toBeGreaterThan(100);
  });

  test('does without a cache that cannot be written', async () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    const backing = await started(loggingGuard(), { cache: join(file, 'cache') });
    expect(await query(backing.url('postgres'), 'select 1')).toHaveLength(1);
  });

  test('that is not wanted any more while it starts leaves nothing', async () => {
    const guard = loggingGuard();
    const abort = new AbortController();
    const starting = embeddedPostgres({ cache: join(temporaryDirectory(), 'cache') }).start({
      guard,
      signal: abort.signal,
    });
    await expect.poll(() => guard.adopted.size).toBe(1);
    abort.abort(new Error('not wanted'));
    await expect(starting).rejects.toThrow('not wanted');
    expect([...guard.adopted, ...guard.directories]).toEqual([]);
  });
});

const machine = (change: Partial<Machine>): Machine => ({
  platform: 'linux',
  architecture: 'x64',
  glibcVersion: '2.36',
  ...change,
});

describe('an embedded database that cannot start', () => {
  test('shows the tail of its log and leaves nothing', async () => {
    const directory = fakePrograms('echo "FATAL: no luck today" >&2; exit 7');
    const guard = loggingGuard();
    const start = embeddedPostgres({
      cache: join(directory, 'cache'),
      findPackage: () => ({ ...programs, directory }),
    }).start({
      guard,
    });
    await expect(start).rejects.toMatchObject({
      message: 'The embedded PostgreSQL did not start: it ended with 7.',
      detail: 'FATAL: no luck today',
      next: expect.stringContaining('--database-url') as string,
    });
    expect([...guard.adopted, ...guard.directories]).toEqual([]);
  });

  test('because its port was taken in the last moment tries once more with another port', async () => {
    const tries = join(temporaryDirectory(), 'tries');
    mkdirSync(tries);
    chmodSync(tries, 0o777);
    chmodSync(join(tries, '..'), 0o755);
    const script = `mktemp -p ${tries} >/dev/null; echo "FATAL: could not bind: Address already in use" >&2; exit 1`;
    const directory = fakePrograms(script);
    const noCache = join(temporaryDirectory(), 'none');
    const start = embeddedPostgres({ cache: noCache, findPackage: () => ({ ...programs, directory }) });
    await expect(start.start({ guard: loggingGuard() })).rejects.toThrow(/did not start/);
    expect(readdirSync(tries)).toHaveLength(2);
  });

  test.each([
    ['musl', machine({ glibcVersion: undefined }), /needs glibc.*musl/],
    ['Windows', machine({ platform: 'win32', glibcVersion: undefined }), /Linux only, and this is win32/],
    ['macOS', machine({ platform: 'darwin', glibcVersion: undefined }), /Linux only, and this is darwin/],
    ['another processor', machine({ architecture: 'riscv64' }), /x64 and arm64 only, and this is riscv64/],
    [
      'a missing package',
      machine({ architecture: process.arch === 'x64' ? 'arm64' : 'x64' }),
      /is not installed/,
    ],
  ])('on %s says what is missing and the next step', (_title, where, message) => {
    expect(() => findPostgresPackage(where)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: expect.stringMatching(message) as string,
        next: expect.stringContaining('--database-url') as string,
      }) as Error,
    );
  });

  const canMount = isRoot && spawnSync('unshare', ['-m', 'true']).status === 0;
  test.skipIf(lacks('mount', canMount))('on a full disk says so and leaves nothing', async () => {
    const small = temporaryDirectory();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=10m', 'tmpfs', small]);
    onTestFinished(() => void execFileSync('umount', ['-l', small]));
    chmodSync(small, 0o755);
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = small;
    const guard = loggingGuard();
    const start = embeddedPostgres({ cache }).start({ guard });
    onTestFinished(() => {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    });
    await expect(start).rejects.toMatchObject({
      message: expect.stringMatching(/^The disk that holds .* is full/) as string,
      next: expect.stringContaining('TMPDIR') as string,
    });
    expect([...guard.adopted, ...guard.directories, ...readdirSync(small)]).toEqual([]);
  });
});

describe.skipIf(lacks('root', isRoot))('as root an embedded database', () => {
  test('runs as nobody', async () => {
    const guard = loggingGuard();
    await started(guard);
    expect(ownerOf([...guard.adopted][0]!)).toBe('65534');
  });

  test('whose programs nobody can reach still starts', async () => {
    const hidden = temporaryDirectory();
    cpSync(programs.directory, join(hidden, 'native'), { recursive: true, verbatimSymlinks: true });
    const guard = loggingGuard();
    const backing = await started(guard, {
      findPackage: () => ({ ...programs, directory: join(hidden, 'native') }),
    });
    expect(await query(backing.url('postgres'), 'select 1')).toHaveLength(1);
    await backing.stop();
    expect([...guard.adopted, ...guard.directories]).toEqual([]);
  });

  test('whose programs nobody can reach is copied where user namespaces are not allowed', async () => {
    const hidden = temporaryDirectory();
    cpSync(programs.directory, join(hidden, 'native'), { recursive: true, verbatimSymlinks: true });
    const guard = loggingGuard();
    const directory = await guard.makeDirectory('housing');
    const path = process.env['PATH'];
    process.env['PATH'] = pathWithoutUnshare();
    onTestFinished(() => void (process.env['PATH'] = path));
    const housing = await findHousing({ ...programs, directory: join(hidden, 'native') }, directory);
    expect(housing).toMatchObject({
      owner: { title: 'uid 65534' },
      programs: { directory: join(directory, 'postgres') },
    });
  });

  test('in a place that nobody can reach, where user namespaces are not allowed, says so', async () => {
    const hidden = temporaryDirectory();
    const path = process.env['PATH'];
    process.env['PATH'] = pathWithoutUnshare();
    onTestFinished(() => void (process.env['PATH'] = path));
    mkdirSync(join(hidden, 'run'));
    await expect(findHousing(programs, join(hidden, 'run'))).rejects.toMatchObject({
      message: expect.stringContaining('does not run as root') as string,
    });
  });
});

const script = fileURLToPath(new URL('embedded-postgres.fixture.ts', import.meta.url));
const asNobody = { uid: 65_534, gid: 65_534, cwd: '/' };
const nobodyCanRead = isRoot && spawnSync('test', ['-r', script], asNobody).status === 0;

test.skipIf(lacks('checkout-open-to-nobody', nobodyCanRead))('an ordinary user runs it himself', () => {
  const home = temporaryDirectory();
  spawnSync('chown', ['65534:65534', home]);
  const said = spawnSync(process.execPath, [script, join(home, 'cache')], {
    ...asNobody,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: home },
    encoding: 'utf8',
  });
  expect(said.stdout).toBe('18 65534\n');
  expect(readdirSync(home)).toEqual(['cache']);
});

function pathWithoutUnshare(): string {
  const bin = temporaryDirectory();
  chmodSync(bin, 0o755);
  for (const name of ['sh', 'rm']) {
    const from = execFileSync('which', [name], { encoding: 'utf8' }).trim();
    execFileSync('ln', ['-s', from, join(bin, name)]);
  }
  return bin;
}

function fakePrograms(postgres: string): string {
  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  mkdirSync(join(directory, 'bin'));
  const version = 'case "$1" in --version) exit 0;; esac';
  writeFileSync(join(directory, 'bin/postgres'), `#!/bin/sh\n${version}\n${postgres}\n`, { mode: 0o755 });
  const initdb = 'for a in "$@"; do case "$a" in --pgdata=*) mkdir "${a#--pgdata=}";; esac; done';
  writeFileSync(join(directory, 'bin/initdb'), `#!/bin/sh\n${initdb}\n`, { mode: 0o755 });
  return directory;
}
