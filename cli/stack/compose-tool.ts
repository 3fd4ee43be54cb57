import { execa, ExecaError } from 'execa';
import { join } from 'node:path';
import { dockerProblem } from '../../load/model/docker.ts';
import { Problem } from '../../load/model/problem.ts';
import { composeFolder } from './stack-files.ts';

/** ComposeTool: how compose is called on this machine. */
export interface ComposeTool {
  readonly command: readonly [string, ...string[]];
  /** version as it tells it, such as 2.40.3 or 1.29.2. */
  readonly version: string;
}

/** candidates: the plugin of Docker's command, and the program of its own that Compose 1 was and Compose 2 can be. */
const candidates: readonly ComposeTool['command'][] = [['docker', 'compose'], ['docker-compose']];

const versionLimitMs = 20_000;

/** findCompose gives the compose that COMPOSE_BIN names, else the first that answers. Throws a Problem where none does. */
export async function findCompose(env: NodeJS.ProcessEnv): Promise<ComposeTool> {
  const named = env['COMPOSE_BIN'];
  for (const command of named ? [[named] as const] : candidates) {
    const version = await versionOf(command);
    if (version !== undefined) return { command, version };
  }
  throw new Problem(
    'usage',
    `${named ?? 'Docker Compose'} is not here, or too old: it takes 1.29 or later.`,
    {
      next: 'Install it (the Debian package docker-compose or docker-compose-plugin), or do without: --target process.',
    },
  );
}

async function versionOf([file, ...args]: ComposeTool['command']): Promise<string | undefined> {
  try {
    const { stdout } = await execa(file, [...args, 'version', '--short'], {
      timeout: versionLimitMs,
      stdin: 'ignore',
    });
    const [, version, major, minor] = /^v?((\d+)\.(\d+)\S*)/.exec(stdout.trim()) ?? [];
    return Number(major) > 1 || Number(minor) >= 29 ? version : undefined;
  } catch {
    return undefined;
  }
}

/** ComposeOrder: one call of compose. */
export interface ComposeOrder {
  /** environment: the variables of compose.yaml; they go before those of the user's shell. */
  readonly environment: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

/** compose runs the tool on the stack's own file. Throws a Problem with what it said. */
export async function compose(tool: ComposeTool, order: ComposeOrder): Promise<string> {
  const [file, ...first] = tool.command;
  try {
    // A Ctrl-C in the terminal is for this process, which decides what it means.
    const { stdout } = await execa(
      file,
      [...first, '--file', join(composeFolder, 'compose.yaml'), ...order.args],
      {
        env: { ...order.environment, COMPOSE_FILE: '', COMPOSE_ANSI: 'never', LC_ALL: 'C.UTF-8' },
        timeout: order.limitMs,
        detached: true,
        stdin: 'ignore',
        ...(order.signal && { cancelSignal: order.signal }),
      },
    );
    return stdout;
  } catch (error) {
    order.signal?.throwIfAborted();
    throw error instanceof ExecaError
      ? dockerProblem(`${tool.command.join(' ')} ${order.args[0]}`, error)
      : error;
  }
}
