import type { Writable } from 'node:stream';

/** Io: all that a command knows of the outside, so that tests can run it in-process. */
export interface Io {
  readonly out: Writable;
  readonly err: Writable;
  readonly env: NodeJS.ProcessEnv;
  readonly workingDirectory: string;
  /** terminal: what the error stream, where progress goes, can show; undefined when it is a file or a pipe. */
  readonly terminal: { readonly columns: number; readonly color: boolean } | undefined;
  /** interrupted: aborted by Ctrl-C, SIGTERM, or when the process that launched this one has gone. */
  readonly interrupted: AbortSignal;
}

/** say writes one line to the error stream: progress and problems; results go to `out`. */
export function say(io: Io, line: string): void {
  io.err.write(`${line}\n`);
}
