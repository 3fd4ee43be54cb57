import type { ReplicaLog } from './replica-log.ts';
import type { Replica } from './target.ts';

/** Exit: how and when a replica ended; `error` where it could not be started at all. */
export interface Exit {
  readonly atMs: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly error?: string;
}

/** Addresses: who a replica is and where it is found. */
export type Addresses = Omit<Replica, 'startup'>;

/** RunningReplica: a replica that was started and may have ended, whatever it runs in. */
export interface RunningReplica {
  readonly addresses: Addresses;
  readonly spawnedAtMs: number;
  readonly log: ReplicaLog;
  /** logDelayMs: how much later than it was written a line may be found in the log. */
  readonly logDelayMs: number;
  /** exited resolves once it has ended and its log is complete. */
  readonly exited: Promise<Exit>;
  /** exit: how it ended; undefined while it runs. */
  readonly exit: Exit | undefined;
  /** asked: it was told to end; an exit without that is unexpected. */
  readonly asked: boolean;
  /** tryByHand: what a person does to see why it could not be started. */
  readonly tryByHand: string;
  /**
   * signal asks the replica itself to end, as an orchestrator does; SIGKILL ends whatever it has started as well. It
   * resolves when the signal has arrived, or there is nobody left who could get it.
   */
  signal(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** endReplica asks it to end, kills it after graceMs (at once for 0), and resolves when it has ended. */
export async function endReplica(replica: RunningReplica, graceMs: number): Promise<Exit> {
  void replica.signal(graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
  const kill = setTimeout(() => void replica.signal('SIGKILL'), graceMs);
  try {
    return await replica.exited;
  } finally {
    clearTimeout(kill);
  }
}
