import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Failure } from '../api/failure.ts';
import { signInFrom } from './sign-in-link.tsx';

export interface FailureNoticeProps {
  readonly failure: Failure;
  /** What was wanted, such as "The events cannot be shown". */
  readonly what: string;
  readonly onRetry?: () => void;
}

/** FailureNotice says what went wrong and offers the next step; when to come again is counted down. */
export function FailureNotice({ failure, what, onRetry }: FailureNoticeProps) {
  return (
    <div className="notice">
      <div role="alert">
        <p className="notice-title">{what}</p>
        <p>{reasonOf(failure)}</p>
      </div>
      {failure.kind === 'signedOut' && <Link href={signInFrom(location.pathname)}>Sign in</Link>}
      {onRetry && isWorthRetrying(failure) && (
        <RetryButton key={sinceOf(failure)} waitSeconds={waitOf(failure)} onRetry={onRetry} />
      )}
    </div>
  );
}

function reasonOf(failure: Failure): string {
  switch (failure.kind) {
    case 'unreachable':
      return navigator.onLine ? 'The box office does not answer.' : 'You are offline.';
    case 'busy':
      return failure.limited
        ? 'That was a lot at once. A short pause, and it goes on.'
        : 'The box office is busy. It should be back in a moment.';
    case 'signedOut':
      return 'Your session has ended.';
    case 'broken':
      return `Something failed on our side (${failure.status}).`;
    default:
      return failure.detail;
  }
}

function isWorthRetrying({ kind }: Failure): boolean {
  return kind === 'unreachable' || kind === 'busy' || kind === 'broken';
}

/** A new answer of the kind counts down anew. */
function sinceOf(failure: Failure): number {
  return failure.kind === 'busy' ? failure.atMs : 0;
}

function waitOf(failure: Failure): number {
  return failure.kind === 'busy' ? failure.retryAfterSeconds : 0;
}

interface RetryButtonProps {
  readonly waitSeconds: number;
  readonly onRetry: () => void;
}

function RetryButton({ waitSeconds, onRetry }: RetryButtonProps) {
  const [left, setLeft] = useState(waitSeconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <button type="button" className="button" disabled={left > 0} onClick={onRetry}>
      {left > 0 ? `Try again in ${left} s` : 'Try again'}
    </button>
  );
}
