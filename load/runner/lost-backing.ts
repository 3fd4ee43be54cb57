import type { StartedBacking } from '../backing/backing.ts';

/** askedEveryMs: soon enough that nobody waits for a load that can tell nothing any more. */
const askedEveryMs = 250;

/** LostBacking tells when the database server of a run is gone. */
export interface LostBacking {
  /** signal aborts with what `failure` says. */
  readonly signal: AbortSignal;
  end(): void;
}

/** watchBacking looks until `end` whether the server still runs. */
export function watchBacking(backing: Pick<StartedBacking, 'failure'>): LostBacking {
  const lost = new AbortController();
  const timer = setInterval(() => {
    const problem = backing.failure();
    if (problem === undefined) return;
    clearInterval(timer);
    lost.abort(problem);
  }, askedEveryMs);
  timer.unref();
  return { signal: lost.signal, end: () => clearInterval(timer) };
}
