import { useEffect } from 'react';

/** useEvery calls `act` every so often while somebody looks at the page; without an interval it does not. */
export function useEvery(intervalMs: number | undefined, act: () => void): void {
  useEffect(() => {
    if (intervalMs === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') act();
    }, intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs, act]);
}
