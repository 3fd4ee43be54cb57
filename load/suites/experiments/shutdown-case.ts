import type { Described } from './described.ts';

/** shutdownCaseNames: what can be done to a replica that is told to stop; stable, part of figure names. */
export const shutdownCaseNames = [
  'at-once',
  'random-moments',
  'during-start',
  'slow-request',
  'slow-upload',
  'idle-connections',
  'stuck-request',
  'second-signal',
  'killed-after-grace',
] as const;
export type ShutdownCaseName = (typeof shutdownCaseNames)[number];

/** ShutdownCaseSpec: replicas of the scaled service are added and stopped in one way, beside a steady load. */
export interface ShutdownCaseSpec extends Described {
  readonly kind: 'shutdown-case';
  readonly case: ShutdownCaseName;
  readonly ratePerSecond: number;
  /** warmUpMs: fixed, and no rule ends it: what is judged is what gets lost, at whatever speed. */
  readonly warmUpMs: number;
  /** graceMs: SIGTERM to SIGKILL, by whoever runs the replica; longer than its own grace period, but where it is to be killed. */
  readonly graceMs: number;
}
