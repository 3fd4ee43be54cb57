import { Problem } from '../model/problem.ts';
import type { Experiment } from '../model/result.ts';

interface Failure {
  readonly message: string;
  readonly next?: string;
  readonly detail?: string;
}

/** Ending: the state that a run ended in, and what it failed of. */
export type Ending =
  | { readonly state: 'complete' | 'invalid' | 'aborted' }
  | { readonly state: 'failed'; readonly failure: Failure };

/**
 * endingOf says how a run ended that something was thrown in. Undefined for a Problem of kind `usage` before anything was
 * measured: that run never began. What was measured is never thrown away.
 */
export function endingOf(
  error: unknown,
  interrupted: AbortSignal,
  experiments: readonly Pick<Experiment, 'observations'>[],
): Ending | undefined {
  if (interrupted.aborted) return { state: 'aborted' };
  const isMeasured = experiments.some(({ observations }) => observations.length > 0);
  if (error instanceof Problem && error.kind === 'usage' && !isMeasured) return undefined;
  return { state: 'failed', failure: failureOf(error) };
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Problem)) {
    return error instanceof Error
      ? {
          message: `unexpected ${error.name}: ${error.message}`,
          ...(error.stack === undefined ? {} : { detail: error.stack }),
        }
      : { message: String(error) };
  }
  return {
    message: error.message,
    ...(error.next === undefined ? {} : { next: error.next }),
    ...(error.detail === undefined ? {} : { detail: error.detail }),
  };
}
