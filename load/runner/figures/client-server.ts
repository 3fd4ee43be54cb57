import { analysesOfKind, type Analysis } from '../../model/analysis.ts';
import type { Figure } from '../../model/figure.ts';

/** clientServerFigures: requests that only one side of a load has counted. */
export function clientServerFigures(analyses: readonly Analysis[]): Figure[] {
  return analysesOfKind(analyses, 'client-server')
    .slice(0, 1)
    .map(({ rows, unaccounted }) => ({
      name: 'latency.unaccounted_requests',
      title: 'unaccounted requests',
      group: 'latency',
      unit: 'requests',
      value: unaccounted,
      n: rows.length,
      of: 'replicas, their counts held against the clients’',
      ...(unaccounted === null
        ? { note: 'one side does not tell, or a request ended without an answer' }
        : {}),
    }));
}
