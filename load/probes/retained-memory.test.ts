import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { retainedMemoryObservationSchema } from '../model/retained-memory-observation.ts';
import { startInspected } from './inspected.fixture.ts';
import { startFixture } from './replica.fixture.ts';
import { RetainedMemory } from './retained-memory.ts';

const clock = startRunClock();
const options = { clock, leakLimitBytesPerRequest: 10, clientRequests: () => 42 };

test('a replica without an inspector is read by its RSS, and one that does not count by what the client sent', async () => {
  const replica = { ...(await startFixture(clock)), inspectorUrl: undefined };
  const retained = new RetainedMemory([replica], options);
  await retained.settle();
  await retained.read('idle', false);
  await retained.read('block', true);
  await retained.snapshot('after', '/nowhere');
  const seen = retained.finish();
  expect(retainedMemoryObservationSchema.parse(seen)).toEqual(seen);
  const [only] = seen.replicas;
  expect(only).toMatchObject({ requestsFrom: 'client', snapshots: [], cgroupPeakBytes: null });
  expect(only?.heapUnseen).toMatch(/no inspector/);
  expect(only?.readings).toMatchObject([
    { moment: 'idle', collected: false, requests: 42, heap: null },
    { moment: 'block', collected: false, requests: 42, heap: null },
  ]);
  expect(only?.readings[0]?.rssBytes).toBeGreaterThan(20e6);
});

test('a heap is read before and after its litter is collected, and written down', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-retained-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const { pid, inspectorUrl } = await startInspected(`
    globalThis.litter = Array.from({ length: 500_000 }, (_, i) => ({ i }));
    globalThis.litter = undefined`);
  const replica = { service: 'a', name: 'a-1', pid, metricsUrl: undefined, inspectorUrl };
  const retained = new RetainedMemory([replica], options);
  await retained.read('after_load', false);
  await retained.settle();
  await retained.read('after_gc', true);
  await retained.snapshot('after', directory);
  const [only] = retained.finish().replicas;
  expect(only?.heapUnseen).toBeNull();
  const [before, after] = only!.readings;
  expect(before!.heap!.usedBytes - after!.heap!.usedBytes).toBeGreaterThan(5e6);
  expect(after?.collected).toBe(true);
  expect(only?.snapshots).toMatchObject([{ when: 'after', file: 'a-1-after.heapsnapshot' }]);
  expect(await readdir(directory)).toEqual(['a-1-after.heapsnapshot']);
});

test('an inspector that goes away costs the heap, not the reading', async () => {
  const { pid, inspectorUrl, child } = await startInspected('');
  const replica = { service: 'a', name: 'a-1', pid, metricsUrl: undefined, inspectorUrl };
  const retained = new RetainedMemory([replica], options);
  child.kill('SIGKILL');
  await retained.read('block', true);
  const [only] = retained.finish().replicas;
  expect(only?.heapUnseen).toMatch(/nothing answers at the inspector|connection to the inspector/);
  expect(only?.readings).toMatchObject([{ collected: false, heap: null }]);
});
