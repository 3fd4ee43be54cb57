import { copyFile, mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Guard } from '../load/model/guard.ts';
import { privateKeyFile } from '../load/subjects/booking-platform/tokens.ts';

/** stackKeyFile: where a stack whose gateway has this port leaves the key that signs its tokens, while it runs. */
export function stackKeyFile(port: number, env: NodeJS.ProcessEnv): string {
  return privateKeyFile(stackDirectory(port, env));
}

// As the XDG Base Directory Specification has it; where there is no runtime directory, state comes nearest.
function stackDirectory(port: number, env: NodeJS.ProcessEnv): string {
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  return join(env['XDG_RUNTIME_DIR'] || state, `rehearse-up-${port}`);
}

/**
 * leaveStackKey puts the key of a stack where `rehearse token` looks for it; `teardown` takes it away again, and the
 * guard does so however the stack ended. Gives why it could not be left, if so: the stack is of use without it.
 */
export async function leaveStackKey(
  stack: { readonly directory: string; readonly port: number },
  env: NodeJS.ProcessEnv,
  guard: Guard,
  teardown: AsyncDisposableStack,
): Promise<string | undefined> {
  const directory = stackDirectory(stack.port, env);
  teardown.defer(() => guard.removeDirectory(directory));
  guard.adoptDirectory(directory);
  return placeStackKey(stack.directory, stack.port, env);
}

/** placeStackKey is leaveStackKey for a stack that outlives this process; removeStackKey takes the key away. */
export async function placeStackKey(
  from: string,
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const directory = stackDirectory(port, env);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    // The copy keeps the mode of the original, which only its owner may read.
    await copyFile(privateKeyFile(from), privateKeyFile(directory));
    return undefined;
  } catch (error) {
    return `rehearse token will not find the key of this stack: ${(error as Error).message}`;
  }
}

/** removeStackKey: the stack at this port is gone. */
export async function removeStackKey(port: number, env: NodeJS.ProcessEnv): Promise<void> {
  await rm(stackDirectory(port, env), { recursive: true, force: true });
}
