import type { MachineObservation } from '../../model/machine-observation.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Experiment } from '../../model/result.ts';
import type { ScalingAnalysis, ScalingPoint } from '../../model/scaling-analysis.ts';
import type { ScalingObservation } from '../../model/scaling-observation.ts';
import { extent, median } from '../../../stats/order-statistics.ts';
import { scalingLimit } from './scaling-limit.ts';
import { uslOf } from './usl.ts';

/** scalingAnalysis puts together the steady repetitions at each number of replicas, fits the law and names the limit. */
export function scalingAnalysis(experiment: Experiment): ScalingAnalysis | undefined {
  const runs = observationsOf(experiment.observations, 'scaling').filter(({ steady }) => steady !== false);
  const machine = observationsOf(experiment.observations, 'machine')[0];
  const [first] = runs;
  if (first === undefined || machine === undefined) return undefined;
  const counts = [...new Set(runs.map(({ replicas }) => replicas))].toSorted((a, b) => a - b);
  const points = counts.map((count) =>
    pointOf(
      count,
      runs.filter(({ replicas }) => replicas === count),
      machine,
    ),
  );
  return {
    kind: 'scaling',
    experiment: experiment.name,
    service: first.service,
    cores: machine.cores,
    points,
    usl: uslOf(runs.map(({ replicas, throughputRps }) => ({ n: replicas, throughput: throughputRps }))),
    ...scalingLimit(points, machine.cores),
  };
}

function pointOf(
  replicas: number,
  runs: readonly ScalingObservation[],
  machine: MachineObservation,
): ScalingPoint {
  const throughputs = runs.map(({ throughputRps }) => throughputRps);
  return {
    replicas,
    repetitions: runs.length,
    throughputRps: { median: median(throughputs), ...extent(throughputs) },
    p50Ms: medianOrNull(runs.map(({ p50Ms }) => p50Ms)),
    p99Ms: medianOrNull(runs.map(({ p99Ms }) => p99Ms)),
    machineBusyShare: medianOrNull(runs.map((run) => busyShare(run, machine))),
  };
}

/** busyShare: the mean over the measured stretch; the looks at the machine are equally far apart. */
function busyShare(
  { fromMs, toMs }: ScalingObservation,
  { points, blind }: MachineObservation,
): number | null {
  const during = points.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
  if (blind !== null || during.length === 0) return null;
  return during.reduce((sum, point) => sum + point.busyShare, 0) / during.length;
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
