import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa, ExecaError } from 'execa';
import { Problem } from '../../model/problem.ts';

const bundles = new URL('../../../dist/reference-services/', import.meta.url);
const buildScript = fileURLToPath(new URL('../../../reference-services/build.ts', import.meta.url));

/** serviceCommand: how a service of the booking platform is called, with one of its commands. */
export function serviceCommand(
  service: string,
  command: 'serve' | 'migrate' | 'audit',
): [string, ...string[]] {
  return [process.execPath, fileURLToPath(new URL(`${service}.js`, bundles)), command];
}

/** buildBundles makes the bundles where their sources are there, as in a clone; a package ships them. */
export async function buildBundles(): Promise<void> {
  const hasSources = await access(buildScript).then(
    () => true,
    () => false,
  );
  if (hasSources) await run('build of the services', [process.execPath, buildScript], {});
}

/** runServiceCommand runs `migrate` or `audit` of a service to its end and gives its standard output. */
export async function runServiceCommand(
  service: string,
  command: 'migrate' | 'audit',
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<string> {
  return run(`${service} ${command}`, [...serviceCommand(service, command), ...args], env);
}

const deadlineMs = 60_000;

async function run(
  title: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const [file = '', ...args] = command;
  try {
    const { stdout } = await execa(file, args, {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
      extendEnv: false,
      timeout: deadlineMs,
      maxBuffer: 256 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    throw asProblem(title, error);
  }
}

function asProblem(title: string, error: unknown): Problem {
  if (!(error instanceof ExecaError)) throw error;
  const how = error.timedOut
    ? `did not end within ${deadlineMs / 1000} s`
    : `ended with ${error.exitCode ?? error.signal}`;
  const output = [error.stdout, error.stderr].filter((text) => typeof text === 'string').join('\n');
  const tail = output.trim().split('\n').slice(-20).join('\n');
  return new Problem('harness', `${title} ${how}.`, {
    detail: tail,
    next: 'See the lines below.',
    cause: error,
  });
}
