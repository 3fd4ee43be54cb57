import type { ImageUsed } from '../model/environment.ts';
import type { ServiceSpec } from '../model/system.ts';
import type { RunningReplica } from './running-replica.ts';

/** LaunchOrder: what one replica is started with, beside what its service says. */
export interface LaunchOrder {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** directories that it may write to, under the same path as here. */
  readonly directories: readonly string[];
  /** discoveryFile: the replica finds it under the same path, with all that is in its directory. */
  readonly discoveryFile: string;
  /** announced: others are to find it. */
  readonly announced: boolean;
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/** Launcher: starts replicas on this machine in one way. */
export interface Launcher {
  /** images that replicas were started from until now. */
  readonly images: readonly ImageUsed[];
  /** launch starts a replica and does not wait for it. Rejects with a Problem, or the signal's reason; nothing of it runs then. */
  launch(spec: ServiceSpec, order: LaunchOrder): Promise<RunningReplica>;
  /** close takes away whatever it needed beside the replicas, which have ended. */
  close(): Promise<void>;
}
