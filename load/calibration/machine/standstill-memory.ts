/** watchEveryMs: how often a watcher asks to be woken; what is shorter is no standstill. */
export const watchEveryMs = 1;

/** mostStandstills: so many a watcher keeps of one count, which is one in each 3 ms of ten seconds; further ones are not told of. */
export const mostStandstills = 4096;

/** standstillWord: the words that a watcher shares with whoever asks it, by index. */
export const standstillWord = {
  /** ended: 0 until the watcher shall end; it sleeps on this word. */
  ended: 0,
  /** count of the standstills that it has seen, up to mostStandstills. */
  count: 1,
} as const;

/** StandstillMemory: the words, and for each standstill its begin and end on the clock of monotonicMs. */
export interface StandstillMemory {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly moments: Float64Array<SharedArrayBuffer>;
}

/** newStandstillMemory: with nothing seen yet. */
export function newStandstillMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(8 + mostStandstills * 16);
}

/** standstillMemory reads memory that came from newStandstillMemory. */
export function standstillMemory(memory: SharedArrayBuffer): StandstillMemory {
  return { words: new Int32Array(memory, 0, 2), moments: new Float64Array(memory, 8) };
}
