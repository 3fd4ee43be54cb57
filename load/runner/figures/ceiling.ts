import type { Figure } from '../../model/figure.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Experiment } from '../../model/result.ts';

/** ceilingFigures: the most requests per second that closed loads were answered, and with how many connections. */
export function ceilingFigures(experiments: readonly Experiment[]): Figure[] {
  return experiments
    .filter(({ kind }) => kind === 'ceiling')
    .flatMap(({ observations }): Figure[] => {
      const loads = observationsOf(observations, 'load').map(({ load, measured }) => ({
        connections: load.model === 'closed' ? load.connections : 0,
        rps: measured.durationMs > 0 ? (measured.ledger.ok * 1000) / measured.durationMs : 0,
        ok: measured.ledger.ok,
      }));
      const best = loads.toSorted((a, b) => b.rps - a.rps)[0];
      if (best === undefined) return [];
      return [
        {
          name: 'latency.ceiling.throughput',
          title: `ceiling, ${best.connections} connections`,
          group: 'latency',
          unit: 'requests/s',
          value: best.rps,
          n: best.ok,
          of: 'requests',
        },
      ];
    });
}
