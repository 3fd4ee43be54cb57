import path from 'node:path';
import { writeWholeFiles } from '../load/model/whole-files.ts';
import type { SideBySide } from './compare/side-by-side.ts';
import { sideRenderers } from './render/side-by-side/side-renderers.ts';

/**
 * writeSideBySide renders several results and writes every file about them into a directory. Throws a Problem (harness)
 * naming the path and the next step when the file system refuses; nothing half-written stays behind.
 */
export async function writeSideBySide(sides: SideBySide, directory: string): Promise<void> {
  const files = sideRenderers.map(({ fileName, render }) => ({
    file: path.join(directory, fileName),
    text: render(sides),
  }));
  await writeWholeFiles('The report', files);
}
