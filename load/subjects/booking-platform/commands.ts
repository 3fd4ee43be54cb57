import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa, ExecaError } from 'execa';
import { Problem } from '../../model/problem.ts';

const bundles = new URL('../../../dist/reference-services/', import.meta.url);
const buildScript = fileURLToPath(new URL('../../../reference-services/build.ts', import.meta.url));

/**
 * heapFlags: what a service takes to stay below 110 MB. V8 collects new objects after 2 MB in place of 16; with a limit
 * below 256 MB it lets the old ones grow by at most 30% before it collects them (`MemoryController` of V8's heap); it has two
 * threads in place of four. No flag is here that V8 counts into its flag hash: with any of those it refuses the code cache
 * of Node.js's own modules, and each start takes 40 ms more. `npm run bench:services memory startup` shows both.
 */
export const heapFlags = ['--max-semi-space-size=2', '--max-old-space-size=192', '--v8-pool-size=2'] as const;

/** serviceCommand: how a service of the booking platform is called, with one of its commands. */
export function serviceCommand(
  service: string,
  command: 'serve' | 'migrate' | 'audit',
): [string, ...string[]] {
  const flags = command === 'serve' ? heapFlags : [];
  return [process.execPath, ...flags, fileURLToPath(new URL(`${service}.js`, bundles)), command];
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
): Promise<string> {
  return run(`${service} ${command}`, serviceCommand(service, command), env);
}

const deadlineMs = 60_000;
/** streamDeadlineMs: for an output that may have millions of lines. */
const streamDeadlineMs = 600_000;

/** serviceCommandLines gives the lines of a command's standard output as they come; it is held up while nobody reads. */
export async function* serviceCommandLines(
  service: string,
  command: 'audit',
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): AsyncGenerator<string> {
  const [file, ...rest] = serviceCommand(service, command);
  const running = execa(file, [...rest, ...args], {
    env: bareEnvironment(env),
    extendEnv: false,
    timeout: streamDeadlineMs,
    buffer: { stdout: false },
  });
  try {
    yield* running;
  } catch (error) {
    throw asProblem(`${service} ${command}`, error, streamDeadlineMs);
  }
}

function bareEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env };
}

async function run(
  title: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const [file = '', ...args] = command;
  try {
    const { stdout } = await execa(file, args, {
      env: bareEnvironment(env),
      extendEnv: false,
      timeout: deadlineMs,
    });
    return stdout;
  } catch (error) {
    throw asProblem(title, error, deadlineMs);
  }
}

function asProblem(title: string, error: unknown, limitMs: number): Problem {
  if (!(error instanceof ExecaError)) throw error;
  const how = error.timedOut
    ? `did not end within ${limitMs / 1000} s`
    : `ended with ${error.exitCode ?? error.signal}`;
  const output = [error.stdout, error.stderr].filter((text) => typeof text === 'string').join('\n');
  const tail = output.trim().split('\n').slice(-20).join('\n');
  return new Problem('harness', `${title} ${how}.`, {
    detail: tail,
    next: 'See the lines below.',
    cause: error,
  });
}
