/** sleeperWord: the words, of 32 bits, that an alarm and its sleeper thread share, by index. */
export const sleeperWord = {
  /** changes: rises with every new moment; the sleeper waits on it. */
  changes: 0,
  /** rings: rises with every ring; the alarm waits on it. */
  rings: 1,
  /** fence: written between two accesses that no processor may swap. */
  fence: 2,
} as const;

/** sleeperMoment: the moments that they share, on the clock of monotonicMs, by index; Infinity for never, NaN to end. */
export const sleeperMoment = {
  /** next: when to ring; following: when to ring after that, unless told otherwise by then. */
  next: 0,
  following: 1,
  /** awaited: the moment that the sleeper sleeps until, by its own account. */
  awaited: 2,
} as const;

/** SleeperMemory: what an alarm and its sleeper thread share. */
export interface SleeperMemory {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly moments: Float64Array<SharedArrayBuffer>;
}

const [wordBytes, momentBytes] = [16, 24];

/** newSleeperMemory: with no moment set. */
export function newSleeperMemory(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(wordBytes + momentBytes);
  sleeperMemory(memory).moments.fill(Number.POSITIVE_INFINITY);
  return memory;
}

/** sleeperMemory reads memory that came from newSleeperMemory. */
export function sleeperMemory(memory: SharedArrayBuffer): SleeperMemory {
  return { words: new Int32Array(memory, 0, 4), moments: new Float64Array(memory, wordBytes, 3) };
}
