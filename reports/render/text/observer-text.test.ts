import { expect, test } from 'vitest';
import { judge, type Budget, type Figure } from '../../../load/model/figure.ts';
import {
  observerFigureNames,
  type ObserverAnalysis,
  type ObserverEffect,
} from '../../../load/model/observer-analysis.ts';
import { observerSentences } from './observer-text.ts';

const atMost: Budget = { comparison: '<=', limit: 1.02, correctness: false };
const atLeast: Budget = { comparison: '>=', limit: 0.98, correctness: false };

function said(effect: Pick<ObserverEffect, 'measure' | 'ratio'>, low: number, high: number, budget: Budget) {
  const interval = { low, high, level: 0.95, method: 't' };
  const analysis = { effects: [{ ...effect, interval, pairs: 8, rounds: 1, timesAsLong: 6.25 }] };
  const figure = { name: observerFigureNames[effect.measure], value: effect.ratio, interval, budget };
  const judged = { ...figure, verdict: judge(figure, budget) } as Figure;
  return observerSentences(analysis as ObserverAnalysis, [judged]).join('\n');
}

test('what looking on costs is said with its interval, its goal, and whether that holds', () => {
  const p50 = { measure: 'response-time-p50' } as const;
  expect(said({ ...p50, ratio: 1.008 }, 1.001, 1.015, atMost)).toBe(
    'Looking on costs 0.8% of response time p50 (0.1% … 1.5%); goal at most 2.0%: holds.',
  );
  expect(said({ ...p50, ratio: 1.05 }, 1.03, 1.071, atMost)).toBe(
    'Looking on costs 5.0% of response time p50 (3.0% … 7.1%); goal at most 2.0%: does not hold.',
  );
  expect(said({ ...p50, ratio: 1.008 }, 0.984, 1.034, atMost)).toBe(
    'Looking on costs 0.8% of response time p50 (−1.6% … 3.4%); goal at most 2.0%: could not tell; by the noise of this run, ±1% would take it 6.25 times as long.',
  );
});

test('throughput costs what it falls by', () => {
  expect(said({ measure: 'throughput', ratio: 0.95 }, 0.94, 0.961, atLeast)).toBe(
    'Looking on costs 5.0% of throughput (3.9% … 6.0%); goal at most 2.0%: does not hold.',
  );
});
