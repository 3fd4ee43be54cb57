import type { RunClock } from '../model/clock.ts';
import type { Guard } from '../model/guard.ts';
import type { StartupSample } from '../model/startup-observation.ts';
import type { Stop } from '../model/shutdown-observation.ts';
import type { ImageUsed } from '../model/environment.ts';
import type { Processes } from '../model/process-tree.ts';
import type { Form, SystemSpec } from '../model/system.ts';

/** Replica: one running process of a service; urls have no trailing slash. */
export interface Replica {
  readonly service: string;
  readonly name: string;
  readonly url: string;
  readonly opsUrl: string;
  readonly readyUrl: string;
  readonly metricsUrl: string;
  /** pid on this machine; undefined where the target cannot tell. */
  readonly pid: number | undefined;
  readonly startup: StartupSample;
}

/** Target: something that can be started and put under load. */
export interface Target {
  readonly name: string;
  /** form: what it makes replicas of. */
  readonly form: Form;
  /** processes of what it has started that are not below this one; without it, all are. */
  readonly processes?: Processes;
  /** oneSystem: whether it can have but one system started at a time, because replicas of two would find each other. */
  readonly oneSystem?: true;
  start(system: SystemSpec, options: StartOptions): Promise<StartedTarget>;
}

export interface StartOptions {
  readonly clock: RunClock;
  /** guard ends every process of the target when the harness is gone. */
  readonly guard: Guard;
  /** startDeadlineMs: how long a replica may take to be ready before the start is given up. */
  readonly startDeadlineMs: number;
  /** logDirectory: where the replicas' logs are kept; without it they go when the target is stopped. */
  readonly logDirectory?: string;
  readonly signal?: AbortSignal;
}

/** StartedTarget: all replicas were ready once. */
export interface StartedTarget {
  readonly entryUrl: string;
  /** images that replicas were started from, by service; none where they are processes. */
  readonly images: readonly ImageUsed[];
  replicas(service?: string): readonly Replica[];
  /** unexpectedExits: of all replicas so far. */
  unexpectedExits(): readonly UnexpectedExit[];
  /** stop ends everything. */
  stop(options?: StopOptions): Promise<StoppedTarget>;
}

/** StopOptions: how a system is ended. */
export interface StopOptions {
  /** graceMs after which what is not gone is killed: default 5000, 0 for at once. */
  readonly graceMs?: number;
  /**
   * order: `entry-first`, unless told otherwise, ends services in reverse order of their start, so that a request on its way
   * finds what it still needs; `together` ends all in the time of one, for when nobody asks them any more.
   */
  readonly order?: 'entry-first' | 'together';
}

/** UnexpectedExit: a replica ended without having been asked to; with the tail of its log. */
export interface UnexpectedExit {
  readonly service: string;
  readonly replica: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly logTail: string;
}

/** StoppedTarget: nothing of it runs any more. */
export interface StoppedTarget {
  readonly stoppedAtMs: number;
}

/** Scalable: a started target that can add replicas. */
export interface Scalable {
  /** addReplica starts one more replica and resolves when it is ready. */
  addReplica(service: string, options?: AddOptions): Promise<Replica>;
}

/** Launchable: a started target that hands a replica over as soon as it is spawned. */
export interface Launchable {
  launchReplica(service: string, options?: AddOptions): Promise<LaunchedReplica>;
}

/** LaunchedReplica: a replica that was spawned just now, ready or not. */
export interface LaunchedReplica extends Omit<Replica, 'startup'> {
  readonly spawnedAtMs: number;
  /** ready resolves when it is ready. Rejects with a Problem when it ended before or the start deadline is over. */
  readonly ready: Promise<Replica>;
  /** stop is stopReplica for one that need not be ready; one that never was has no time to not-ready. */
  stop(signal: 'SIGTERM' | 'SIGKILL', graceMs: number): Promise<ReplicaStop>;
}

export interface AddOptions {
  /** environment: variables for this replica alone, such as NODE_COMPILE_CACHE for a warm start. */
  readonly environment?: Readonly<Record<string, string>>;
  /** directories of this machine that the replica may write to; it finds them under the same path. */
  readonly directories?: readonly string[];
  /** announced (default true): others may find it; a replica that is only measured is not. */
  readonly announced?: boolean;
}

/** ReplicaStop: a stop seen from outside, without what the caller knows (its cause and the requests it held open). */
export type ReplicaStop = Omit<Stop, 'cause' | 'held' | 'inFlightAtSignal'>;

/** Signalable: a started target whose replicas can be ended by a signal while it is watched. */
export interface Signalable {
  /**
   * stopReplica signals one replica, watches its readiness and waits for its exit; SIGKILL follows after graceMs.
   * Called again before its exit, it signals again. `onSignalled` is called as soon as the signal has arrived.
   */
  stopReplica(
    replica: Replica,
    signal: 'SIGTERM' | 'SIGKILL',
    graceMs: number,
    onSignalled?: () => void,
  ): Promise<ReplicaStop>;
}

/** Inspectable: a started target that can tell where the runtime of a replica lets itself be inspected. */
export interface Inspectable {
  /** inspectorUrl: of the WebSocket that speaks the Chrome DevTools Protocol; undefined where there is none. */
  inspectorUrl(replica: Replica): string | undefined;
}

/** isScalable, isLaunchable, isSignalable and isInspectable narrow a started target to what a suite needs. */
export function isScalable<T extends StartedTarget>(target: T): target is T & Scalable {
  return 'addReplica' in target;
}
export function isLaunchable<T extends StartedTarget>(target: T): target is T & Launchable {
  return 'launchReplica' in target;
}
export function isSignalable<T extends StartedTarget>(target: T): target is T & Signalable {
  return 'stopReplica' in target;
}
export function isInspectable<T extends StartedTarget>(target: T): target is T & Inspectable {
  return 'inspectorUrl' in target;
}
