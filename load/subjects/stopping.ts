import type { DatabaseUrls, HeldRequest } from './subject.ts';

/** SlowRequest: a request that a replica cannot answer before it is released; disposed of, it is released as well. */
export interface SlowRequest extends AsyncDisposable {
  readonly request: HeldRequest;
  /** untilStuck resolves when a replica has begun with it and waits. Rejects with a Problem after 5 s. */
  untilStuck(): Promise<void>;
  release(): Promise<void>;
}

/** Stopping: what the scaled service promises about its end, and how the waits of one replica are set. */
export interface Stopping {
  /** forcedExit: what it ends with when its own grace period is over, or at a second signal. */
  readonly forcedExit: string;
  /** graceEnvironment: variables for a replica whose own grace period is to be so long. */
  graceEnvironment(gracePeriodMs: number): Readonly<Record<string, string>>;
  /** patientEnvironment: variables for a replica that is to let a request take so long. */
  patientEnvironment(requestMs: number): Readonly<Record<string, string>>;
  slowRequest(databases: DatabaseUrls): Promise<SlowRequest>;
}
