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

/** screen: how wide and how colourful output may be; 80 columns and none where there is no terminal. */
export function screen(io: Io): { readonly columns: number; readonly color: boolean } {
  return io.terminal ?? { columns: 80, color: false };
}
