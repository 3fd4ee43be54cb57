import type { RunResult } from '../../../../load/model/result.ts';

/** whyMissing: what a part that was not measured says for itself. */
export function whyMissing({ state }: RunResult): string {
  if (state === 'aborted') return 'was not measured: the run was aborted before it came to it.';
  if (state === 'failed') return 'was not measured: the run failed before it came to it.';
  return 'is not part of this suite.';
}
