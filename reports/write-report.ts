import path from 'node:path';
import type { RunResult } from '../load/model/result.ts';
import { writeWholeFiles } from '../load/model/whole-files.ts';
import { renderers } from './render/renderers.ts';

/**
 * writeReports renders a result and writes every renderer's file into a directory, and gives their paths. Throws a
 * Problem (harness) naming the path and the next step when the file system refuses; nothing half-written stays behind.
 */
export async function writeReports(result: RunResult, directory: string): Promise<string[]> {
  const files = renderers.map(({ fileName, render }) => ({
    file: path.join(directory, fileName),
    text: render(result),
  }));
  await writeWholeFiles('The report', files);
  return files.map(({ file }) => file);
}
