/** EndSignal: what ends a process in an orderly way: SIGTERM, or SIGQUIT for PostgreSQL, which then stops at once. */
export type EndSignal = 'SIGTERM' | 'SIGQUIT';

/**
 * Guard: ends what it was told of, removes directories and containers, and starts what was stopped for a while, when the
 * harness is gone, however it went.
 */
export interface Guard {
  /** environment: must be in the environment of every process that is adopted, so that its stray children are found. */
  readonly environment: Readonly<Record<string, string>>;
  /** adopt takes a running child, and its process group where it leads one, at once. */
  adopt(pid: number, endSignal?: EndSignal): void;
  /** release: the process and its group are gone. */
  release(pid: number): void;
  /** adoptDirectory: to be called before the directory is made, so that it is removed however far its making came. */
  adoptDirectory(path: string): void;
  /** releaseDirectory: it is gone, or is meant to stay. */
  releaseDirectory(path: string): void;
  /**
   * adoptEngine: whatever is made on the Docker engine behind a socket with these labels is removed: containers
   * and networks. To be called before the first is made, by each who makes some.
   */
  adoptEngine(socketPath: string): Readonly<Record<string, string>>;
  /** releaseEngine: nothing of one of them is left there. */
  releaseEngine(socketPath: string): void;
  /**
   * adoptStopped: containers of an engine that are stopped for a while, in the order in which they are started again.
   * To be called before the first is stopped.
   */
  adoptStopped(socketPath: string, containerIds: readonly string[]): void;
  /** releaseStopped: they run again. */
  releaseStopped(containerIds: readonly string[]): void;
  /** makeDirectory makes a private temporary directory that is removed with the rest. Throws a Problem where it cannot. */
  makeDirectory(label: string): Promise<string>;
  /** removeDirectory removes a directory that makeDirectory made. */
  removeDirectory(path: string): Promise<void>;
}
