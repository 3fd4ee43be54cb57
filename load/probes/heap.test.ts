import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { heapSchema } from '../model/retained-memory-observation.ts';
import { collectedHeap, readHeap } from './heap.ts';
import { writeHeapSnapshot } from './heap-snapshot.ts';
import { ended, startInspected } from './inspected.fixture.ts';
import { Inspector } from './inspector.ts';

const mebibyte = 1024 * 1024;

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'rehearse-heap-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

describe('the heap of a running process', () => {
  test('loses in a collection what nobody holds, and keeps what somebody does', async () => {
    const { inspectorUrl } = await startInspected(`
      globalThis.kept = Array.from({ length: 500_000 }, (_, i) => ({ i }));
      globalThis.bytes = Buffer.alloc(${3 * mebibyte});
      globalThis.litter = Array.from({ length: 500_000 }, (_, i) => ({ i }));
      globalThis.litter = undefined`);
    using inspector = await Inspector.connect(inspectorUrl);
    const before = await readHeap(inspector);
    const after = await collectedHeap(inspector);
    expect(heapSchema.parse(after)).toEqual(after);
    expect(before.usedBytes - after.usedBytes).toBeGreaterThan(12 * mebibyte);
    expect(after.usedBytes).toBeGreaterThan(16 * mebibyte);
    expect(after.arrayBuffersBytes).toBeGreaterThan(3 * mebibyte);
    expect(after.externalBytes).toBeGreaterThanOrEqual(after.arrayBuffersBytes);
    const old = after.spaces.find(({ space }) => space === 'old_space')!;
    expect(old.usedBytes).toBeGreaterThan(12 * mebibyte);
    expect(old.sizeBytes).toBeGreaterThanOrEqual(old.usedBytes);
  });

  test('tells how many connections are open, those that nobody waits for as well', async () => {
    const { inspectorUrl } = await startInspected(`
      const { connect, createServer } = await import('node:net');
      const { once } = await import('node:events');
      let accepted = 0;
      const server = createServer(() => void (accepted += 1)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      globalThis.clients = Array.from({ length: 3 }, () => connect(server.address().port, '127.0.0.1').unref());
      while (accepted < 3) await new Promise(setImmediate)`);
    using inspector = await Inspector.connect(inspectorUrl);
    expect((await readHeap(inspector)).connections).toBe(6);
    const { result } = await inspector.call('Runtime.evaluate', {
      expression: 'process.report.excludeNetwork',
    });
    expect(result).toMatchObject({ value: false });
  });

  test('cannot be read of a process that is gone, and the error says so', async () => {
    const { child, inspectorUrl } = await startInspected('');
    using inspector = await Inspector.connect(inspectorUrl);
    const asked = inspector.call('Runtime.evaluate', { expression: 'for (;;);' });
    child.kill('SIGKILL');
    await expect(asked).rejects.toThrow(/connection to the inspector/);
    await expect(readHeap(inspector)).rejects.toThrow(/inspector/);
    await ended(child);
    await expect(Inspector.connect(inspectorUrl)).rejects.toThrow(/nothing answers at the inspector ws:/);
  });

  test('is not waited for longer than the deadline', async () => {
    const { inspectorUrl } = await startInspected('');
    using inspector = await Inspector.connect(inspectorUrl);
    const forever = inspector.call('Runtime.evaluate', { expression: 'for (;;);' }, 50);
    await expect(forever).rejects.toThrow(/longer than 50 ms/);
  });

  test('says what the runtime refuses', async () => {
    const { inspectorUrl } = await startInspected('');
    using inspector = await Inspector.connect(inspectorUrl);
    await expect(inspector.call('HeapProfiler.conjure')).rejects.toThrow(/refused.*conjure/);
  });
});

describe('a heap snapshot', () => {
  test('is the whole heap, in the format that developer tools read', async () => {
    const { inspectorUrl } = await startInspected(`globalThis.kept = { needle: 'in-the-haystack' }`);
    const file = join(await directory(), 'a.heapsnapshot');
    const sizeBytes = await writeHeapSnapshot(inspectorUrl, file);
    const text = await readFile(file, 'utf8');
    expect(Buffer.byteLength(text)).toBe(sizeBytes);
    const { strings, snapshot } = JSON.parse(text) as { strings: string[]; snapshot: { node_count: number } };
    expect(strings).toContain('in-the-haystack');
    expect(snapshot.node_count).toBeGreaterThan(1000);
  });

  test('that grows too large, or whose process dies, leaves no file', async () => {
    const { child, inspectorUrl } = await startInspected(
      `globalThis.kept = Array.from({ length: 300_000 }, (_, i) => ({ i }))`,
    );
    const here = await directory();
    await expect(writeHeapSnapshot(inspectorUrl, join(here, 'a'), 1000)).rejects.toThrow(/larger than 1000/);
    const cut = writeHeapSnapshot(inspectorUrl, join(here, 'b'));
    await expect.poll(() => readdir(here)).toEqual(['b.part']);
    child.kill('SIGKILL');
    await expect(cut).rejects.toThrow(/inspector/);
    expect(await readdir(here)).toEqual([]);
  });
});
