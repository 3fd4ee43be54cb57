import type { Progress } from '../../load/runner/progress.ts';
import type { Io } from '../io.ts';
import { plainProgress } from './plain.ts';
import { terminalProgress } from './terminal.ts';

/** ShownProgress: progress on a screen that must be left clean. */
export interface ShownProgress extends Progress {
  /** close takes away whatever still moves. */
  close(): void;
}

/** progressFor shows progress live in a terminal, and as plain lines anywhere else. */
export function progressFor(io: Io): ShownProgress {
  return io.terminal === undefined ? plainProgress(io) : terminalProgress(io);
}
