import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker } from '../../load/model/docker.ts';

/** buildStandIn builds an image of some files, a Dockerfile among them, in place of one that cannot be had everywhere. */
export async function buildStandIn(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), 'rehearse-stand-in-'));
  try {
    for (const [file, text] of Object.entries(files)) await writeFile(join(context, file), text);
    await docker(['build', '--quiet', '--tag', name, context], { timeoutMs: 60_000 });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
