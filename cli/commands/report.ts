import { stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { sideBySide } from '../../reports/compare/side-by-side.ts';
import { readResult } from '../../reports/read-result.ts';
import { renderSideSummary } from '../../reports/render/side-by-side/side-summary.ts';
import { renderSummary } from '../../reports/render/terminal/summary.ts';
import { writeReports } from '../../reports/write-report.ts';
import { writeSideBySide } from '../../reports/write-side-by-side.ts';
import type { CliCommand } from '../command.ts';
import { exitCodeOf, ExitCode } from '../exit-code.ts';
import { say, screen, type Io } from '../io.ts';
import { option } from '../options/option.ts';
import { openComparisonDirectory } from '../run-directory.ts';
import { namesOf } from './result-names.ts';

/** reportCommand: `rehearse report <result…>`, the same bytes again from stored results alone. */
export const reportCommand: CliCommand = {
  add(program, io, run) {
    program
      .command('report')
      .description(
        'render a stored result again, byte-identical, exiting by its verdict; or several side by side, exiting 0',
      )
      .argument('<result...>', 'directories of runs, or their result.json; runs/latest is the newest')
      .addOption(
        option({
          flags: '--out <directory>',
          description:
            'where the files go (default: beside the result; several: ./comparisons/<time>-<count>-results)',
        }),
      )
      .action((paths: string[], flags: { readonly out?: string }) =>
        run(() => (paths.length === 1 ? one(paths[0] ?? '', flags.out, io) : several(paths, flags.out, io))),
      );
  },
};

async function one(given: string, out: string | undefined, io: Io): Promise<ExitCode> {
  const path = resolve(io.workingDirectory, given);
  const result = await readResult(path);
  const beside = (await stat(path)).isDirectory() ? path : dirname(path);
  const directory = out === undefined ? beside : resolve(io.workingDirectory, out);
  await writeReports(result, directory);
  io.out.write(`${renderSummary(result, screen(io))}\n`);
  sayWhere(directory, io);
  return exitCodeOf(result);
}

async function several(given: readonly string[], out: string | undefined, io: Io): Promise<ExitCode> {
  const paths = given.map((path) => resolve(io.workingDirectory, path));
  const results = await Promise.all(paths.map(readResult));
  const names = await namesOf(paths);
  const sides = sideBySide(results.map((result, i) => ({ name: names[i] ?? '', result })));
  const directory = await openComparisonDirectory(io.workingDirectory, out, results.length, new Date());
  await writeSideBySide(sides, directory);
  io.out.write(`${renderSideSummary(sides, screen(io))}\n`);
  sayWhere(directory, io);
  return ExitCode.pass;
}

function sayWhere(directory: string, io: Io): void {
  say(io, `report: ${relative(io.workingDirectory, directory) || '.'}/report.html`);
}
