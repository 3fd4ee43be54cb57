import { expect, test } from 'vitest';
import type { PageVisitSeen } from '../../model/browser-observation.ts';
import { summariesOf } from './summaries.ts';

const visit = (lcp: number | null, failure: string | null = null): PageVisitSeen => ({
  startedAtMs: 0,
  tookMs: 1,
  values: { ttfb: null, fcp: null, lcp, inp: null, cls: 0, confirmation: null },
  failure,
});

test('a vital is summed up over the visits that came to their confirmation and told it', () => {
  const { lcp, cls, inp } = summariesOf([
    visit(30),
    visit(null),
    visit(10),
    visit(20),
    visit(900, 'gave up'),
  ]);
  expect(lcp).toEqual({ n: 3, median: 20, low: 10, high: 30 });
  expect(cls).toEqual({ n: 4, median: 0, low: 0, high: 0 });
  expect(inp).toEqual({ n: 0, median: null, low: null, high: null });
});
