import { constants } from 'node:os';

/** ContainerExit: how the program of a container ended. */
export interface ContainerExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

const signals = new Map(Object.entries(constants.signals).map(([name, number]) => [128 + number, name]));

/**
 * exitFromStatus reads the one number that Docker tells. A program that was ended by signal n shows as 128 + n, and one
 * that exited with that number by itself cannot be told from it.
 */
export function exitFromStatus(status: number): ContainerExit {
  const signal = signals.get(status);
  return signal === undefined ? { exitCode: status, signal: null } : { exitCode: null, signal };
}

/** longestAgoMs: beyond it the clock of the engine is not that of this machine. */
const longestAgoMs = 5_000;

/** endedAgoMs: how long ago a container ended, by the engine's own record; 0 where that makes no sense. */
export function endedAgoMs(finishedAt: string, wallNowMs: number): number {
  const agoMs = wallNowMs - Date.parse(finishedAt);
  return agoMs >= 0 && agoMs <= longestAgoMs ? agoMs : 0;
}
