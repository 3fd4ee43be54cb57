import type { LoadProgress } from '../../load/model/load-observation.ts';

/**
 * lookout gives what is to be told each second of a load. While requests fail and none is answered it asks whether there
 * is anybody left to answer, and aborts `gone` if not; with the error as its reason where that cannot be told.
 */
export function lookout(
  isGone: () => Promise<boolean>,
  gone: AbortController,
): (second: Pick<LoadProgress, 'ok' | 'rejected' | 'failed'>) => void {
  let asking = false;
  const ask = async (): Promise<void> => {
    asking = true;
    try {
      if (await isGone()) gone.abort();
    } catch (error) {
      gone.abort(error);
    } finally {
      asking = false;
    }
  };
  return ({ ok, rejected, failed }) => {
    if (!asking && !gone.signal.aborted && failed > 0 && ok + rejected === 0) void ask();
  };
}
