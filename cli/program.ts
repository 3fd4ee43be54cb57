import { Command, CommanderError } from 'commander';
import type { CliCommand } from './command.ts';
import { dashboardsCommand } from './commands/dashboards.ts';
import { doctorCommand } from './commands/doctor.ts';
import { downCommand } from './commands/down.ts';
import { loadCommand } from './commands/load.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { tokenCommand } from './commands/token.ts';
import { upCommand } from './commands/up.ts';
import { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { exitCodeOfError, problemLines } from './problem-line.ts';
import { version } from './version.ts';

const commands: readonly CliCommand[] = [
  runCommand,
  loadCommand,
  reportCommand,
  upCommand,
  downCommand,
  tokenCommand,
  doctorCommand,
  dashboardsCommand,
];

/** rehearse runs one command line and gives its exit code; nothing else in the program sets one. */
export async function rehearse(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.pass;
  const program = newProgram(io);
  for (const command of commands) {
    command.add(program, io, async (action) => {
      exitCode = await action();
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return endedBy(error, io);
  }
}

function newProgram(io: Io): Command {
  return new Command('rehearse')
    .description('Puts services through what production will do to them, and measures them while it does.')
    .version(version())
    .configureOutput({
      writeOut: (text) => void io.out.write(text),
      writeErr: (text) => void io.err.write(text),
      outputError: (text, write) => write(usageLine(text)),
    })
    .exitOverride()
    .addHelpText('after', helpAfter);
}

function usageLine(text: string): string {
  const line = text
    .replace(/^error: /, 'rehearse: ')
    .trim()
    .replaceAll('\n', ' ');
  return `${line} (rehearse --help lists the commands, rehearse COMMAND --help their options)\n`;
}

const helpAfter = `
Every option has an environment twin: REHEARSE_ and its name in capitals, such as REHEARSE_RATE for --rate.
Exit: 0 pass, 1 the harness failed, 2 usage or configuration, 3 regression or budget broken, 4 inconclusive,
      5 measurement invalid, 130 interrupted (after full teardown).`;

function endedBy(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.pass : ExitCode.usage;
  io.err.write(problemLines(error));
  if (io.env['REHEARSE_DEBUG'] && error instanceof Error) io.err.write(`${error.stack ?? ''}\n`);
  return io.interrupted.aborted ? ExitCode.interrupted : exitCodeOfError(error);
}
