import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/**
 * CliCommand: one command in one file. `add` declares name, arguments and options on the program; when the command
 * line asks for it, its action is handed to `run`, which turns what it returns or throws into the exit code.
 */
export interface CliCommand {
  add(program: Command, io: Io, run: RunAction): void;
}

/** RunAction: how a command hands its work to the face; to be returned from commander's `action`. */
export type RunAction = (action: () => Promise<ExitCode>) => Promise<void>;
