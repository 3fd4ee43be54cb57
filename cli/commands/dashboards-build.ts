import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { provisionedDirectory } from '../../dashboards/places.ts';
import { provisionedFiles } from '../../dashboards/provisioned.ts';
import type { CliCommand } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { say, type Io } from '../io.ts';

/** addBuild: `rehearse dashboards build`. */
export const addBuild: CliCommand['add'] = (program, io, run) => {
  program
    .command('build')
    .description(
      'write dashboards/provisioned/*.json from their TypeScript; the same sources give the same bytes',
    )
    .action(() => run(() => build(io)));
};

async function build(io: Io): Promise<ExitCode> {
  const files = provisionedFiles();
  await mkdir(provisionedDirectory, { recursive: true });
  const before = await readdir(provisionedDirectory);
  for (const name of before.filter((old) => !files.some((file) => file.name === old))) {
    await rm(join(provisionedDirectory, name));
    say(io, `removed ${name}`);
  }
  let changed = 0;
  for (const { name, text } of files)
    changed += Number(await writeIfNew(join(provisionedDirectory, name), text));
  say(
    io,
    `${files.length} dashboards in ${relative(io.workingDirectory, provisionedDirectory) || '.'}, ${changed} changed`,
  );
  return ExitCode.pass;
}

async function writeIfNew(path: string, text: string): Promise<boolean> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return false;
  await writeFile(path, text);
  return true;
}
