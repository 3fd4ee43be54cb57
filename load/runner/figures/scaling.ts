import { analysesOfKind, type Analysis } from '../../model/analysis.ts';
import type { Figure } from '../../model/figure.ts';
import type { ScalingPoint } from '../../model/scaling-analysis.ts';

/** scalingFigures: throughput at each number of replicas, and the parameters of the fitted law. */
export function scalingFigures(analyses: readonly Analysis[]): Figure[] {
  return analysesOfKind(analyses, 'scaling').flatMap(({ points, usl, limit, limitReason }): Figure[] => [
    ...points.map(throughputFigure),
    ...(usl.fitted
      ? ([
          ['contention', usl.sigma],
          ['coherency', usl.kappa],
        ] as const)
      : []
    ).map(([name, { value, interval }]): Figure => ({
      name: `scale_out.${name}`,
      title: name,
      group: 'scale-out',
      unit: 'ratio',
      value,
      n: points.reduce((sum, { repetitions }) => sum + repetitions, 0),
      of: 'runs',
      ...(interval === undefined ? {} : { interval }),
      ...(limit === 'machine' ? { note: limitReason } : {}),
    })),
  ]);
}

function throughputFigure({ replicas, repetitions, throughputRps }: ScalingPoint): Figure {
  return {
    name: `scale_out.throughput.at_${replicas}`,
    title: `throughput, ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`,
    group: 'scale-out',
    unit: 'requests/s',
    value: throughputRps.median,
    range: { low: throughputRps.low, high: throughputRps.high },
    n: repetitions,
    of: 'runs on fresh processes',
  };
}
