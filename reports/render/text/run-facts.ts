import type { RunResult } from '../../../load/model/result.ts';

/** revisionText: the revision that was measured, shortened, and whether the tree had changes; empty outside git. */
export function revisionText({ environment: { git } }: RunResult): string {
  return git === null ? '' : `${git.revision.slice(0, 7)}${git.dirty ? '+changes' : ''}`;
}

/** machineText: what it ran on, in a few words. */
export function machineText({ environment: { cores, cpuModel } }: RunResult): string {
  return `${cores} × ${cpuModel}`;
}
