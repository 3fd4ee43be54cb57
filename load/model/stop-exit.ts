import type { Stop } from './shutdown-observation.ts';

/** exitOf: how a replica ended: its exit code, or the signal that ended it. */
export function exitOf({ exitCode, exitSignal }: Pick<Stop, 'exitCode' | 'exitSignal'>): string {
  return exitSignal ?? String(exitCode ?? 'unknown');
}
