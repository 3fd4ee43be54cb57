import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { type Failure, failureOf } from '../api/failure.ts';

export interface Loading<T> {
  /** The last value that came; it stays while it is loaded again. */
  readonly value: T | undefined;
  readonly failure: Failure | undefined;
  readonly reload: () => void;
}

/** useLoading loads something when its component appears, when told to, and when the network is back. */
export function useLoading<T>(load: (signal: AbortSignal) => Promise<T>): Loading<T> {
  const [{ value, failure }, setState] = useState<Pick<Loading<T>, 'value' | 'failure'>>({
    value: undefined,
    failure: undefined,
  });
  const [attempt, setAttempt] = useState(0);
  const begin = useEffectEvent(load);
  useEffect(() => {
    const ending = new AbortController();
    begin(ending.signal).then(
      (loaded) => ending.signal.aborted || setState({ value: loaded, failure: undefined }),
      (error: unknown) => {
        if (ending.signal.aborted) return;
        const failed = failureOf(error);
        setState((before) => ({ ...before, failure: failed }));
      },
    );
    return () => ending.abort();
  }, [attempt]);
  const reload = useCallback(() => setAttempt((n) => n + 1), []);
  useEffect(() => {
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, [reload]);
  return { value, failure, reload };
}
