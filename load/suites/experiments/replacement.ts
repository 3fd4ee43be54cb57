import type { Described } from './described.ts';

/** ReplacementSpec: scale-out, rolling restart of every replica, and scale-in of the scaled service, under load. */
export interface ReplacementSpec extends Described {
  readonly kind: 'replacement';
  readonly ratePerSecond: number;
  /** warmUpMs: fixed, and no rule ends it: what is judged is what gets lost, at whatever speed. */
  readonly warmUpMs: number;
  /** restarts: whether every replica is restarted between the scale-out and the scale-in; yes where absent. */
  readonly restarts?: boolean;
  /** pauseMs of plain load between the three acts. */
  readonly pauseMs: number;
  readonly replicas: { readonly low: number; readonly high: number };
  readonly signal: 'SIGTERM' | 'SIGKILL';
  /** graceMs: SIGTERM to SIGKILL. */
  readonly graceMs: number;
  /** heldRequests: requests kept half-sent at each replica that is signalled. */
  readonly heldRequests: number;
}
