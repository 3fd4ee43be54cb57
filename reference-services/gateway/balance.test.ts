import { expect, test } from 'vitest';
import { leastBusyOfTwo } from './balance.ts';

/** Gives the numbers in turn. */
function random(...numbers: number[]) {
  return () => numbers.shift() ?? 0;
}

test('of none there is none, and of one there is one', () => {
  expect(leastBusyOfTwo([], Math.random)).toBeUndefined();
  const only = { inFlight: 9 };
  expect(leastBusyOfTwo([only], Math.random)).toBe(only);
});

test('two different ones are compared, and the less busy one is taken', () => {
  const [a, b, c] = [{ inFlight: 3 }, { inFlight: 1 }, { inFlight: 2 }] as const;
  expect(leastBusyOfTwo([a, b, c], random(0, 0))).toBe(b);
  expect(leastBusyOfTwo([a, b, c], random(0, 0.99))).toBe(c);
  expect(leastBusyOfTwo([a, b, c], random(0.99, 0))).toBe(c);
  expect(leastBusyOfTwo([a, b, c], random(0.99, 0.99))).toBe(b);
});

test('of two equally busy ones the first choice is taken, which is random', () => {
  const [a, b] = [{ inFlight: 1 }, { inFlight: 1 }] as const;
  expect(leastBusyOfTwo([a, b], random(0, 0))).toBe(a);
  expect(leastBusyOfTwo([a, b], random(0.99, 0))).toBe(b);
});
