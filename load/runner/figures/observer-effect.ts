import { analysesOfKind, type Analysis } from '../../model/analysis.ts';
import type { Figure } from '../../model/figure.ts';
import { observerFigureNames } from '../../model/observer-analysis.ts';
import type { ObserverMeasure } from '../../model/observer-observation.ts';

const titles: Readonly<Record<ObserverMeasure, string>> = {
  'response-time-p50': 'response time p50 when observed',
  throughput: 'throughput when observed',
  'cpu-per-request': 'CPU time per request when observed',
};

/** observerFigures: what probes, metrics and scrapes cost, as ratios of observed to unobserved. */
export function observerFigures(analyses: readonly Analysis[]): Figure[] {
  return analysesOfKind(analyses, 'observer-effect').flatMap(({ effects }) =>
    effects.map(({ measure, ratio, interval, pairs }) => ({
      name: observerFigureNames[measure],
      title: titles[measure],
      group: 'latency',
      unit: 'ratio',
      value: ratio,
      ...(interval === undefined ? {} : { interval }),
      n: pairs,
      of: 'pairs of turns',
    })),
  );
}
