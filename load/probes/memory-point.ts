import type { MemoryPoint } from '../model/memory-observation.ts';

/** together makes one point of two neighbours: what was seen last, and the extremes of RSS. */
export function together(earlier: MemoryPoint, later: MemoryPoint): MemoryPoint {
  const [before, after] = [rangeOf(earlier), rangeOf(later)];
  return {
    atMs: later.atMs,
    rssBytes: later.rssBytes,
    pssBytes: later.pssBytes ?? earlier.pssBytes,
    ussBytes: later.ussBytes ?? earlier.ussBytes,
    heapUsedBytes: later.heapUsedBytes ?? earlier.heapUsedBytes,
    rssRange: {
      lowBytes: Math.min(before.lowBytes, after.lowBytes),
      highBytes: Math.max(before.highBytes, after.highBytes),
    },
  };
}

function rangeOf({ rssBytes, rssRange }: MemoryPoint): NonNullable<MemoryPoint['rssRange']> {
  return rssRange ?? { lowBytes: rssBytes, highBytes: rssBytes };
}
