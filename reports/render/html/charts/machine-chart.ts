import type { MachinePoint } from '../../../../load/model/machine-observation.ts';
import type { ChartBand, ChartSeries, ChartSpec } from '../chart-spec.ts';
import type { Seen } from '../sections/seen.ts';
import { clockAxis, spanOf } from './time-range.ts';

type Watched = Seen<'machine'>;

/** machineChart: cores kept busy over the whole run, by anybody, by others and by other guests of the host. */
export function machineChart(seen: readonly Watched[]): ChartSpec {
  const stretches = seen.filter(({ observation }) => observation.points.length > 0);
  const cores = Math.max(1, ...seen.map(({ observation }) => observation.cores));
  return {
    x: stretches.flatMap(({ observation }) => moments(observation.points)),
    xAxis: clockAxis(
      spanOf(seen.flatMap(({ experiment }) => [experiment.startedAtMs, experiment.endedAtMs])),
    ),
    yScale: 'linear',
    yUnit: 'cores',
    heightPx: 240,
    series: [
      line('all', 's1', stretches, (point, all) => point.busyShare * all),
      line('not of this run', 's2', stretches, (point) => point.foreignCores),
      ...(seen.some(({ observation }) => typeof observation.stealBlind === 'string')
        ? []
        : [line('stolen', 's4', stretches, (point, all) => point.stealShare * all)]),
    ],
    markers: [],
    bands: bandsOf(seen),
    levels: [{ y: cores, label: `${cores} ${cores === 1 ? 'core' : 'cores'}`, color: 'muted' }],
  };
}

/** moments: those of the looks, and one more without a value, so that the line ends with its experiment. */
function moments(points: readonly MachinePoint[]): number[] {
  const end = points.at(-1);
  return [...points.map(({ atMs }) => atMs / 1000), ...(end === undefined ? [] : [end.atMs / 1000 + 0.001])];
}

function line(
  label: string,
  color: ChartSeries['color'],
  stretches: readonly Watched[],
  value: (point: MachinePoint, cores: number) => number,
): ChartSeries {
  const values = stretches.flatMap(({ observation: { points, cores } }) => [
    ...points.map((point) => value(point, cores)),
    null,
  ]);
  return { label, color, style: 'line', broken: true, values };
}

function bandsOf(seen: readonly Watched[]): ChartBand[] {
  return seen.map(({ experiment }, i) => ({
    from: experiment.startedAtMs / 1000,
    to: experiment.endedAtMs / 1000,
    label: experiment.title,
    shaded: i % 2 === 0,
  }));
}
