import { analysesOfKind, type Analysis } from '../../model/analysis.ts';
import type { Figure } from '../../model/figure.ts';

const names = {
  'response-time-p50': {
    name: 'observer.response_time_p50_ratio',
    title: 'response time p50, observed ÷ unobserved',
  },
  throughput: { name: 'observer.throughput_ratio', title: 'throughput, observed ÷ unobserved' },
} as const;

/** observerFigures: what probes and scrapes cost, as ratios. */
export function observerFigures(analyses: readonly Analysis[]): Figure[] {
  return analysesOfKind(analyses, 'observer-effect').flatMap(({ effects }) =>
    effects.map(({ measure, ratio, interval, pairs }) => ({
      ...names[measure],
      group: 'latency',
      unit: 'ratio',
      value: ratio,
      ...(interval === undefined ? {} : { interval }),
      n: pairs,
      of: 'pairs of loads',
    })),
  );
}
