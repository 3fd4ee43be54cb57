import type { ReplicaLeak } from '../../model/leak-analysis.ts';
import type { LeakSlope, MemoryPoint } from '../../../stats/leak-slope.ts';

/** LeakVerdict: what is said of a replica, and how many requests would probably decide where it cannot be told. */
export type LeakVerdict = Pick<ReplicaLeak, 'verdict' | 'reason' | 'moreRequests'>;

/**
 * settlingBytes: what a runtime's own bookkeeping (types seen, functions counted, buffers that find their size) still
 * gains long after its start, and not for the requests. A growth must be more than that to be laid to them.
 */
const settlingBytes = 256 * 1024;

/** heapVerdict: that of the slope, but for a growth so small in all that the runtime may have it by itself. */
export function heapVerdict(slope: LeakSlope, points: readonly MemoryPoint[]): LeakVerdict {
  const { verdict, reason, needs, bytesPerRequest = 0, judgedFromRequests = 0 } = slope;
  const judged = (points.at(-1)?.requests ?? 0) - judgedFromRequests;
  const grownBytes = bytesPerRequest * judged;
  if (verdict !== 'leaks' || grownBytes >= settlingBytes)
    return { verdict, reason, ...(needs === undefined ? {} : { moreRequests: needs.moreRequests }) };
  const [grown, own] = [Math.round(grownBytes / 1024), settlingBytes / 1024];
  return {
    verdict: 'cannot-tell',
    reason: `it grows, but by ${grown} KiB in all, and a runtime may gain ${own} KiB by itself`,
    // Only half of what is served is judged.
    moreRequests: 2 * Math.ceil(judged * (settlingBytes / grownBytes - 1)),
  };
}

/** rssVerdict: RSS moves for reasons of the allocator: it may grow without a leak, and hide one in room it already has. */
export function rssVerdict({ reason }: LeakSlope, heapUnseen: string | null): LeakVerdict {
  const why = `only RSS was seen (${heapUnseen ?? 'no collection could be forced'})`;
  return { verdict: 'cannot-tell', reason: `${why}, which tells nothing for certain; RSS: ${reason}` };
}
