import { spawnSync } from 'node:child_process';
import { lchownSync, readdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../model/problem.ts';
import { type PostgresPackage, programOf } from './postgres-package.ts';

/** Owner: as whom PostgreSQL runs, which refuses to run as root. */
export interface Owner {
  readonly title: string;
  /** ids to start its programs with and to own its files; undefined: our own. */
  readonly ids: { readonly uid: number; readonly gid: number } | undefined;
  /** wrapper goes before each command. */
  readonly wrapper: readonly string[];
}

const ourselves: Owner = { title: 'the present user', ids: undefined, wrapper: [] };
// `nobody`: a user that every machine has; nothing is created on it.
const nobody: Owner = { title: 'uid 65534', ids: { uid: 65_534, gid: 65_534 }, wrapper: [] };
const namespaced: Owner = {
  title: 'a user namespace',
  ids: undefined,
  wrapper: ['unshare', '-U', '--map-user=1000', '--map-group=1000'],
};

/** Housing: the programs, where they can be run from, and the owner they run as. */
export interface Housing {
  readonly owner: Owner;
  readonly programs: PostgresPackage;
}

/**
 * findHousing decides by trying: an ordinary user runs the programs himself. As root they run as `nobody` where that
 * user can reach them and `directory`; else in a user namespace; else as `nobody` from a copy in `directory`.
 */
export async function findHousing(
  programs: PostgresPackage,
  directory: string,
  uid = process.getuid?.() ?? 0,
): Promise<Housing> {
  if (uid !== 0) return { owner: ourselves, programs };
  for (const owner of [nobody, namespaced]) {
    if (canRun(owner, programs, directory)) return { owner, programs };
  }
  return moveIn(programs, directory);
}

async function moveIn(programs: PostgresPackage, directory: string): Promise<Housing> {
  const moved = { ...programs, directory: join(directory, 'postgres') };
  await cp(programs.directory, moved.directory, { recursive: true, verbatimSymlinks: true });
  giveTo(nobody, moved.directory);
  if (canRun(nobody, moved, directory)) return { owner: nobody, programs: moved };
  throw new Problem(
    'harness',
    `PostgreSQL does not run as root, and no other user (uid 65534) can reach ${directory}.`,
    { next: 'Run as an ordinary user, set TMPDIR to a directory such as /tmp, or give --database-url.' },
  );
}

function canRun(owner: Owner, programs: PostgresPackage, directory: string): boolean {
  giveTo(owner, directory);
  const script = 'cd "$1" && : > .tried && rm .tried && exec "$2" --version';
  const command = ['sh', '-c', script, 'sh', directory, programOf(programs, 'postgres')];
  const { file, args, options } = commandAs(owner, command, '/', {});
  return spawnSync(file, args, { ...options, stdio: 'ignore' }).status === 0;
}

/** commandAs gives what to spawn so that a command runs as the owner, in a directory, with a small environment. */
export function commandAs(
  { ids, wrapper }: Owner,
  command: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>>,
) {
  const [file = '', ...args] = [...wrapper, ...command];
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', ...environment };
  return { file, args, options: { ...ids, cwd: directory, env } };
}

/** giveTo hands a directory and all in it to the owner. */
export function giveTo(owner: Owner, directory: string): void {
  const { uid, gid } = owner.ids ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  lchownSync(directory, uid, gid);
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(directory, name), uid, gid);
  }
}
