import type { Figure } from '../../model/figure.ts';
import { type LoadObservation, throughputOf, wasSteady } from '../../model/load-observation.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Experiment } from '../../model/result.ts';

/** ceilingFigures: the most requests per second that steady closed loads were answered, and with how many connections. */
export function ceilingFigures(experiments: readonly Experiment[]): Figure[] {
  return experiments
    .filter(({ kind }) => kind === 'ceiling')
    .flatMap(({ observations }): Figure[] => {
      const loads = observationsOf(observations, 'load');
      if (loads.length === 0) return [];
      const best = loads.filter(wasSteady).toSorted((a, b) => throughputOf(b) - throughputOf(a))[0];
      const unsteady = loads.filter((load) => !wasSteady(load)).map(connectionsOf);
      return [
        {
          name: 'latency.ceiling.throughput',
          title: best === undefined ? 'ceiling' : `ceiling, ${connectionsOf(best)} connections`,
          group: 'latency',
          unit: 'requests/s',
          value: best === undefined ? null : throughputOf(best),
          n: best?.measured.ledger.ok ?? 0,
          of: 'requests',
          ...(unsteady.length === 0
            ? {}
            : { note: `left out, as never steady: ${unsteady.join(', ')} connections` }),
        },
      ];
    });
}

function connectionsOf({ load }: LoadObservation): number {
  return load.model === 'closed' ? load.connections : 0;
}
