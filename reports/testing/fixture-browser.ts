import type { BrowserObservation, PageVisitSeen } from '../../load/model/browser-observation.ts';
import type { Experiment } from '../../load/model/result.ts';

/** visitedFixture: a steady load during which a browser made four visits, of which the last was given up. */
export function visitedFixture(experiment: Experiment): Experiment {
  if (experiment.kind !== 'steady-load') return experiment;
  return { ...experiment, observations: [...experiment.observations, browserFixture(19_200)] };
}

function browserFixture(fromMs: number): BrowserObservation {
  return {
    kind: 'browser',
    version: '141.0.7390.54',
    visitLimitMs: 10_000,
    visits: [visit(fromMs, 0), visit(fromMs + 1500, 1), visit(fromMs + 3100, 2), givenUp(fromMs + 4700)],
    failed: 1,
    summaries: {
      ttfb: { n: 3, median: 9.5, low: 8, high: 11 },
      fcp: { n: 3, median: 132, low: 124, high: 140 },
      lcp: { n: 3, median: 236, low: 212, high: 260 },
      inp: { n: 3, median: 40, low: 32, high: 48 },
      cls: { n: 3, median: 0.011, low: 0.01, high: 0.012 },
      confirmation: { n: 3, median: 58.4, low: 49.2, high: 67.6 },
    },
  };
}

function visit(startedAtMs: number, index: number): PageVisitSeen {
  return {
    startedAtMs,
    tookMs: 1450 + index * 20,
    values: {
      ttfb: 8 + index * 1.5,
      fcp: 124 + index * 8,
      lcp: 212 + index * 24,
      inp: 32 + index * 8,
      cls: 0.01 + index * 0.001,
      confirmation: 49.2 + index * 9.2,
    },
    failure: null,
  };
}

function givenUp(startedAtMs: number): PageVisitSeen {
  const values = { ttfb: null, fcp: null, lcp: null, inp: null, cls: null, confirmation: null };
  return { startedAtMs, tookMs: 10_004, values, failure: 'not over within 10000 ms' };
}
