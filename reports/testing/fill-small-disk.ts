import { readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from '../../load/model/problem.ts';
import { writeReports } from '../write-report.ts';
import { abortedResult, completeResult } from './fixture-results.ts';

// Started with a small file system of its own: writes reports, fills the rest, writes larger ones, says what happened.
const directory = process.argv[2] ?? '';
const sizes = () =>
  Object.fromEntries(
    readdirSync(directory).map((name) => [name, readFileSync(path.join(directory, name), 'utf8').length]),
  );

await writeReports(abortedResult(), directory);
const { bavail, bsize } = statfsSync(directory);
writeFileSync(path.join(directory, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - 96 * 1024)));
const before = sizes();
const error: unknown = await writeReports(completeResult(), directory).catch((reason: unknown) => reason);
const problem = error instanceof Problem ? error : undefined;
process.stdout.write(
  JSON.stringify({ before, after: sizes(), message: problem?.message ?? String(error), next: problem?.next }),
);
