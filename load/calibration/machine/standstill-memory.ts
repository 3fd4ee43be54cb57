/** watchEveryMs: how often a watcher asks to be woken; what is shorter is no standstill. */
export const watchEveryMs = 1;

/** standstillCell: the figures, in milliseconds, that a watcher keeps, by index. */
export const standstillCell = {
  /** stoodMs: all that it was woken too late by; longestMs: the most at once. */
  stoodMs: 0,
  longestMs: 1,
} as const;

/** StandstillMemory: what a watcher shares with whoever asks it; the word is 0 until it shall end. */
export interface StandstillMemory {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly figures: Float64Array<SharedArrayBuffer>;
}

/** newStandstillMemory: with nothing counted yet. */
export function newStandstillMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(24);
}

/** standstillMemory reads memory that came from newStandstillMemory. */
export function standstillMemory(memory: SharedArrayBuffer): StandstillMemory {
  return { words: new Int32Array(memory, 0, 1), figures: new Float64Array(memory, 8, 2) };
}
