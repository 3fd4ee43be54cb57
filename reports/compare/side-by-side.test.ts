import { expect, test } from 'vitest';
import { abortedResult, brokenResult, completeResult, fullResult } from '../testing/fixture-results.ts';
import { sideBySide } from './side-by-side.ts';

const named = (...results: ReturnType<typeof completeResult>[]) =>
  results.map((result, i) => ({ name: `r${i + 1}`, result }));
const row = (of: ReturnType<typeof sideBySide>, name: string) => of.rows.find((one) => one.name === name);

test('figures stand beside one another by name, each as a ratio to the first', () => {
  const p99 = row(sideBySide(named(completeResult(), brokenResult())), 'latency.response_time.p99');
  const [first, second] = p99?.cells ?? [];
  expect(first?.ratio).toBeNull();
  expect(second?.ratio).toBeCloseTo(171.2 / (first?.figure.value ?? 0), 10);
});

test('a figure that one result does not have leaves its place empty', () => {
  const ceiling = row(sideBySide(named(completeResult(), fullResult())), 'latency.ceiling.throughput');
  expect(ceiling?.cells[0]).toBeNull();
  expect(ceiling?.cells[1]?.figure.value).toBe(998.4);
  expect(ceiling?.cells[1]?.ratio).toBeNull();
});

test('there is no ratio to nothing, and none to what was not measured', () => {
  const all = sideBySide(named(completeResult(), brokenResult(), abortedResult()));
  expect(row(all, 'shutdown.lost_requests')?.cells.map((cell) => cell?.ratio)).toEqual([null, null, null]);
  expect(row(all, 'memory.rss.idle')?.cells[2]).toMatchObject({ ratio: null, figure: { value: null } });
});

test('results stay as they were', () => {
  const result = completeResult();
  const before = structuredClone(result);
  sideBySide(named(result, brokenResult()));
  expect(result).toEqual(before);
});
