import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { arch, cpus, hostname, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { cacheDirectory } from '../model/cache-directory.ts';
import { writeWholeFiles } from '../model/whole-files.ts';

const shownSchema = z.strictObject({
  ratePerSecond: z.number(),
  offeredRps: z.number(),
  achievedRps: z.number(),
  dispatchDelayP99Ms: z.number().nullable(),
  measuredAt: z.string(),
});
export type KeptHeadroom = z.infer<typeof shownSchema>;

/** keptHeadroom reads what an engine has shown before; undefined for nothing, or nothing that can be read. */
export async function keptHeadroom(
  engine: string,
  ratePerSecond: number,
  environment: NodeJS.ProcessEnv,
): Promise<KeptHeadroom | undefined> {
  try {
    const text = await readFile(await fileFor(engine, ratePerSecond, environment), 'utf8');
    return shownSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** keepHeadroom keeps it; where the cache cannot be written, it is shown again the next time. */
export async function keepHeadroom(
  engine: string,
  shown: KeptHeadroom,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  try {
    const file = await fileFor(engine, shown.ratePerSecond, environment);
    await mkdir(directory(environment), { recursive: true });
    await writeWholeFiles('the headroom', [{ file, text: `${JSON.stringify(shownSchema.parse(shown))}\n` }]);
  } catch {
    // Nothing is wrong with the measurement then.
  }
}

function directory(environment: NodeJS.ProcessEnv): string {
  return join(cacheDirectory(environment), 'headroom');
}

async function fileFor(
  engine: string,
  ratePerSecond: number,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const key = [...(await machine()), process.version, await engineFingerprint()].join('\n');
  const name = `${engine}-${ratePerSecond}-${sha256(key).slice(0, 16)}.json`;
  return join(directory(environment), name);
}

/** machine: what tells this machine from others, and from what it was before it got another kernel or size. */
async function machine(): Promise<string[]> {
  const id = await readFile('/etc/machine-id', 'utf8').catch(() => hostname());
  const processors = cpus();
  const sizes = [String(processors.length), String(totalmem())];
  return [id.trim(), arch(), release(), processors[0]?.model ?? '', ...sizes];
}

/** engineFingerprint: the engines' own code is their version; any change of it has to be shown again. */
async function engineFingerprint(): Promise<string> {
  const room = fileURLToPath(new URL('../engines/', import.meta.url));
  const names = (await readdir(room, { recursive: true })).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const texts = await Promise.all(names.sort().map((name) => readFile(join(room, name), 'utf8')));
  return sha256(texts.join('\n'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
