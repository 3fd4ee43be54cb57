import { join } from 'node:path';
import { runResultSchema, type RunResult } from '../model/result.ts';
import { writeWholeFiles } from '../model/whole-files.ts';

/** writeResult writes `result.json` into a run's directory, whole or not at all, and only if it follows its schema. */
export async function writeResult(result: RunResult, directory: string): Promise<void> {
  const text = `${JSON.stringify(runResultSchema.parse(result), null, 1)}\n`;
  await writeWholeFiles('The result', [{ file: join(directory, 'result.json'), text }]);
}
