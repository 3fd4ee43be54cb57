import { v4, v7 } from 'uuid';
import { expect, test } from 'vitest';
import { PackedIds } from './packed-ids.ts';

test('thousands of ids keep their marks, through every growth', () => {
  const ids = new PackedIds();
  const marked = new Map(Array.from({ length: 20_000 }, (_, i) => [i % 2 ? v4() : v7(), 1 + (i % 3)]));
  for (const [id, marks] of marked) expect(ids.mark(id, marks)).toBe(0);
  for (const [id, marks] of marked) expect(ids.mark(id, 8)).toBe(marks);
  const found = new Map<string, number>();
  ids.each((id, marks) => found.set(id, marks & ~8));
  expect(found).toEqual(marked);
  expect(ids.size).toBe(20_000);
});

test('ids that end alike are kept apart, in whatever case they are written', () => {
  const ids = new PackedIds();
  const alike = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-10000000000a'];
  for (const id of alike) expect(ids.mark(id, 1)).toBe(0);
  expect(ids.mark(alike[1]!.toUpperCase(), 2)).toBe(1);
  expect(ids.size).toBe(2);
});

test('a set that was disposed of holds nothing', () => {
  const ids = new PackedIds();
  const id = v7();
  ids.mark(id, 1);
  ids[Symbol.dispose]();
  expect(ids.size).toBe(0);
  expect(ids.mark(id, 2)).toBe(0);
});

test('what is no UUID is refused', () => {
  expect(() => new PackedIds().mark('b1', 1)).toThrow('"b1" is no UUID');
});
