import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../load/model/problem.ts';
import { renderers } from './render/renderers.ts';
import { abortedResult, completeResult } from './testing/fixture-results.ts';
import { needed } from './testing/needs.ts';
import { writeReports } from './write-report.ts';

const run = promisify(execFile);
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'rehearse-write-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('writing the reports', () => {
  it("puts every renderer's file beside the result and nothing else", async () => {
    await writeFile(path.join(directory, 'result.json'), '{}');
    const written = await writeReports(completeResult(), directory);
    const names = renderers.map(({ fileName }) => fileName);
    expect(written).toEqual(names.map((name) => path.join(directory, name)));
    expect((await readdir(directory)).sort()).toEqual([...names, 'result.json'].sort());
    for (const { fileName, render } of renderers) {
      expect(await readFile(path.join(directory, fileName), 'utf8')).toBe(render(completeResult()));
    }
  });

  it('replaces the reports of an earlier rendering', async () => {
    await writeReports(completeResult(), directory);
    await writeReports(abortedResult(), directory);
    expect(await readFile(path.join(directory, 'report.md'), 'utf8')).toMatch(/Aborted by the user/);
    expect(await readdir(directory)).toHaveLength(renderers.length);
  });

  it('names a directory that does not exist, and the next step', async () => {
    const gone = path.join(directory, 'gone');
    const problem = await problemOf(writeReports(completeResult(), gone));
    expect(problem).toMatchObject({
      kind: 'harness',
      message: `The report cannot be written to ${path.join(gone, 'report.html')} (ENOENT).`,
    });
    expect(problem.next).toMatch(/Create it first/);
  });

  it('names a directory that may not be written to', async () => {
    const locked = path.join(directory, 'locked');
    await mkdir(locked);
    await chmod(locked, 0o555);
    const problem = await asOrdinaryUser(locked, () => problemOf(writeReports(completeResult(), locked)));
    expect(problem.message).toMatch(/locked\/report\.html \(EACCES\)\.$/);
    expect(problem.next).toMatch(/Make it writable/);
    expect(await readdir(locked)).toEqual([]);
  });

  it('leaves nothing half-written when one of the files cannot take its place', async () => {
    await mkdir(path.join(directory, 'junit.xml'));
    const problem = await problemOf(writeReports(completeResult(), directory));
    expect(problem.message).toMatch(/junit\.xml/);
    expect((await readdir(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  const unshare = needed('unshare');
  it.skipIf(unshare.skip)(
    'leaves the earlier reports whole when the disk is full (needs unshare and user namespaces)',
    async (context) => {
      const script = fileURLToPath(new URL('testing/fill-small-disk.ts', import.meta.url));
      const mounted = `mount -t tmpfs -o size=320k none "$0" && exec "$1" "$2" "$0"`;
      const args = ['-Urm', 'sh', '-c', mounted, directory, process.execPath, script];
      const { stdout, stderr } = await run(unshare.file ?? 'unshare', args).catch(
        (error: { stdout: string; stderr: string }) => error,
      );
      if (/unshare|mount/.test(stderr) && stdout === '') {
        return context.skip(`user namespaces are not allowed here: ${stderr.trim()}`);
      }
      const seen = JSON.parse(stdout) as { before: object; after: object; message: string; next: string };
      expect(seen.message).toMatch(/report cannot be written to \/.*\/[a-z]+\.[a-z]+ \(ENOSPC\)\.$/);
      expect(seen.next).toMatch(/Free some space/);
      expect(seen.after).toEqual(seen.before);
    },
  );
});

async function problemOf(writing: Promise<unknown>): Promise<Problem> {
  const error: unknown = await writing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw new Error(`expected a Problem, got ${String(error)}`);
  return error;
}

/** asOrdinaryUser: permissions do not bind root, so that root steps down for the moment. */
async function asOrdinaryUser<T>(owned: string, act: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return act();
  const nobody = 65_534;
  await chown(owned, nobody, nobody);
  await chmod(path.dirname(owned), 0o755);
  process.seteuid?.(nobody);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}
