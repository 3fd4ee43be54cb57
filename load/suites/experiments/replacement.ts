import type { Described } from './described.ts';

/** Restarted: which services are restarted: the scaled one, or with it all others behind the entry. */
export type Restarted = 'none' | 'scaled' | 'all';

/** ReplacementSpec: scale-out of the scaled service, rolling restart of what is `restarted`, and scale-in, under load. */
export interface ReplacementSpec extends Described {
  readonly kind: 'replacement';
  readonly ratePerSecond: number;
  /** warmUpMs: fixed, and no rule ends it: what is judged is what gets lost, at whatever speed. */
  readonly warmUpMs: number;
  /** restarted between the scale-out and the scale-in, replica by replica. */
  readonly restarted: Restarted;
  /** pauseMs of plain load between the three acts. */
  readonly pauseMs: number;
  readonly replicas: { readonly low: number; readonly high: number };
  readonly signal: 'SIGTERM' | 'SIGKILL';
  /** graceMs: SIGTERM to SIGKILL. */
  readonly graceMs: number;
  /** heldRequests: requests kept half-sent at each replica that is signalled. */
  readonly heldRequests: number;
}
