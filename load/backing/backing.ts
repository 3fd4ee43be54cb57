import type { Guard } from '../model/guard.ts';
import type { Problem } from '../model/problem.ts';

/** Backing: a real database server that the system under test keeps its state in. */
export interface Backing {
  readonly name: string;
  /** start gives a server that answers. Throws a Problem where none can be had, and leaves nothing behind then. */
  start(options: BackingOptions): Promise<StartedBacking>;
}

export interface BackingOptions {
  readonly guard: Guard;
  readonly signal?: AbortSignal;
}

/** StartedBacking: a server that answered. Database names are lower-case letters, digits and `_`, at most 40. */
export interface StartedBacking {
  readonly name: string;
  /** ours: its processes were started by this one; those of another server are strangers on this machine. */
  readonly ours: boolean;
  readonly version: string;
  /** settings that decide what a write costs and how much the server may use, as it reports them itself. */
  readonly settings: Readonly<Record<string, string>>;
  /** replicasFindUsAt: the address of this machine at which replicas that use the server reach the harness. */
  readonly replicasFindUsAt: string;
  /** url of a database by the name it was created under; it holds a password. */
  url(database: string): string;
  createDatabase(name: string): Promise<void>;
  /** cloneDatabase makes `name` an exact copy of `template`, which nobody may be connected to. */
  cloneDatabase(template: string, name: string): Promise<void>;
  /** dropDatabase ends its connections and removes it; one that is not there is no error. */
  dropDatabase(name: string): Promise<void>;
  /** checkpoint writes out what is dirty, so that no run pays for what came before it. A no-op where it is not permitted. */
  checkpoint(): Promise<void>;
  /** failure: why the server is gone although nobody stopped it; undefined while it runs. */
  failure(): Problem | undefined;
  /** stop ends the server, or drops what was created on one that is not ours. Safe to call again. */
  stop(): Promise<void>;
}
