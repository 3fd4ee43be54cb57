import { stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { readResult } from '../../reports/read-result.ts';
import { renderSummary } from '../../reports/render/terminal/summary.ts';
import { writeReports } from '../../reports/write-report.ts';
import type { CliCommand } from '../command.ts';
import { exitCodeOf, type ExitCode } from '../exit-code.ts';
import { say, screen, type Io } from '../io.ts';
import { option } from '../options/option.ts';

/** reportCommand: `rehearse report <result>`, the same bytes again from the stored result alone. */
export const reportCommand: CliCommand = {
  add(program, io, run) {
    program
      .command('report')
      .description('render a stored result again, byte-identical; exits by its verdict')
      .argument('<result>', 'directory of a run, or its result.json; runs/latest is the newest')
      .addOption(
        option({
          flags: '--out <directory>',
          description: 'where the files go (default: beside the result)',
        }),
      )
      .action((path: string, flags: { readonly out?: string }) => run(() => report(path, flags.out, io)));
  },
};

async function report(given: string, out: string | undefined, io: Io): Promise<ExitCode> {
  const path = resolve(io.workingDirectory, given);
  const result = await readResult(path);
  const beside = (await stat(path)).isDirectory() ? path : dirname(path);
  const directory = out === undefined ? beside : resolve(io.workingDirectory, out);
  await writeReports(result, directory);
  io.out.write(`${renderSummary(result, screen(io))}\n`);
  say(io, `report: ${relative(io.workingDirectory, directory) || '.'}/report.html`);
  return exitCodeOf(result);
}
