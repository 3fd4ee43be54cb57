import { expect, test } from 'vitest';
import { earlyMs } from './paced-run.ts';

test('being awake before a request is due takes 2% of a core, and never more time than waking up does', () => {
  expect(earlyMs(1000)).toBeCloseTo(0.02, 9);
  expect(earlyMs(5000)).toBeCloseTo(0.004, 9);
  for (const slow of [0.1, 10, 130]) expect(earlyMs(slow)).toBe(0.15);
});
