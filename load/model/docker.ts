import { execa, ExecaError } from 'execa';
import { Problem } from './problem.ts';

/** DockerOptions: how long a command may take, and what ends it before. */
export interface DockerOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  /** errors: give what it writes to its error output as well, as `docker logs` does with a container's. */
  readonly errors?: boolean;
}

/** answerLimitMs: for questions that an engine answers at once, if it is well. */
const answerLimitMs = 20_000;

/**
 * docker runs a docker command and gives its standard output. Throws a Problem: of kind `usage` where Docker is not
 * here, does not answer or refuses this user, else of kind `harness` with what the command said.
 */
export async function docker(args: readonly string[], options: DockerOptions = {}): Promise<string> {
  try {
    // Not of this terminal's process group: a Ctrl-C there is for this process, which decides what it means.
    const { stdout, all } = await execa('docker', args, {
      all: true,
      timeout: options.timeoutMs ?? answerLimitMs,
      detached: true,
      stdin: 'ignore',
      env: { ...options.env, LC_ALL: 'C' },
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    });
    return options.errors === true ? all : stdout;
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error instanceof ExecaError ? dockerProblem(`docker ${args[0]}`, error) : error;
  }
}

const withoutDocker = 'or do without Docker: --target process';

/** dockerProblem tells why a command of Docker's failed, and what mends it. */
export function dockerProblem(title: string, error: ExecaError): Problem {
  const said = [error.stderr, error.stdout].find((text) => typeof text === 'string' && text !== '') ?? '';
  const text = String(said);
  if (error.code === 'ENOENT')
    return new Problem('usage', `Docker is not here: there is no "${title.split(' ')[0]}" on PATH.`, {
      next: `Install it, ${withoutDocker}.`,
      cause: error,
    });
  if (/permission denied.*(docker daemon|docker API|docker\.sock)/i.test(text))
    return new Problem('usage', 'Docker refuses this user: permission denied on its socket.', {
      next: `Add yourself to the group docker and log in again, ${withoutDocker}.`,
      cause: error,
    });
  if (
    /cannot connect to the docker|docker daemon running|error during connect|failed to connect to the docker/i.test(
      text,
    )
  )
    return new Problem('usage', `the Docker engine does not answer (${addressIn(text)}).`, {
      next: `Start it, with "systemctl start docker" for example, ${withoutDocker}.`,
      cause: error,
    });
  const how = error.timedOut ? `did not end in time` : `failed (${error.exitCode ?? error.signal})`;
  return new Problem('harness', `${title} ${how}.`, {
    next: text === '' ? 'Run it by hand to see why.' : 'See the lines below.',
    ...(text === '' ? {} : { detail: lastLines(text) }),
    cause: error,
  });
}

function addressIn(text: string): string {
  return (
    /(unix|tcp|npipe|ssh|http):\/\/[\w./:-]*[\w/]/.exec(text)?.[0] ??
    process.env['DOCKER_HOST'] ??
    'no address'
  );
}

const mostLines = 12;

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-mostLines).join('\n');
}
