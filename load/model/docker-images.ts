import { docker } from './docker.ts';
import { Problem } from './problem.ts';

/** pullLimitMs: a few hundred megabytes over a slow line. */
const pullLimitMs = 600_000;

/** PullOptions: how somebody is told of a pull, which may take minutes, and what ends it. */
export interface PullOptions {
  readonly signal?: AbortSignal;
  readonly onPull?: (image: string) => void;
  /** otherwise: what else a user can do where the image cannot be had. */
  readonly otherwise?: string;
}

/** hasImage tells whether the engine has an image. Throws the Problem of an engine that does not answer. */
export async function hasImage(image: string): Promise<boolean> {
  return (await docker(['image', 'ls', '--quiet', image])) !== '';
}

/** ensureImage pulls an image that is not here. Throws a Problem of kind `usage` where it cannot be had. */
export async function ensureImage(
  image: string,
  { signal, onPull, otherwise }: PullOptions = {},
): Promise<void> {
  if (await hasImage(image)) return;
  onPull?.(image);
  try {
    await docker(['pull', '--quiet', image], { timeoutMs: pullLimitMs, ...(signal && { signal }) });
  } catch (error) {
    if (!(error instanceof Problem) || error.kind === 'usage') throw error;
    const last = error.detail?.split('\n').at(-1) ?? error.message;
    const why = last.replace(/^Error response from daemon: /, '').slice(0, 160);
    throw new Problem(
      'usage',
      `the image ${image} is not here and cannot be pulled: ${why.replace(/\.$/, '')}.`,
      {
        next: `Put it here with "docker pull ${image}" or "docker load"${otherwise === undefined ? '' : `, or ${otherwise}`}.`,
        cause: error,
      },
    );
  }
}
