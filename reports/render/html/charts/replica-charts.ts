import type { MemoryObservation } from '../../../../load/model/memory-observation.ts';
import type { RuntimeObservation } from '../../../../load/model/runtime-observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import type { ChartBand, ChartColor, ChartSeries, ChartSpec } from '../chart-spec.ts';
import { clockAxis, watchRange } from './time-range.ts';

const colors: readonly ChartColor[] = ['s1', 's2', 's3', 's4', 's5', 's6'];
const mebibyte = 1024 * 1024;

/** memoryPhaseTitles: the phases of a memory measurement as they are read. */
const memoryPhaseTitles = {
  idle: 'idle',
  under_load: 'under load',
  after_load: 'after load',
  after_gc: 'after GC',
} as const;

/** memoryChart: resident memory of each replica, and its heap dashed in the same colour. */
export function memoryChart(experiment: Experiment, memory: MemoryObservation): ChartSpec {
  const { x, place } = jointAxis(memory.replicas.map(({ points }) => points));
  const lines = memory.replicas.flatMap(({ replica, points }, i): ChartSeries[] => {
    const color = colors[i % colors.length] ?? 'ink';
    const values = (field: 'rssBytes' | 'heapUsedBytes') =>
      place(points, (point) => (point[field] === null ? null : point[field] / mebibyte));
    const heap = points.some((point) => point.heapUsedBytes !== null);
    return [
      { label: `${replica} RSS`, color, style: 'line', values: values('rssBytes') },
      ...(heap
        ? [
            {
              label: `${replica} heap`,
              color,
              style: 'line' as const,
              dashed: true,
              values: values('heapUsedBytes'),
            },
          ]
        : []),
    ];
  });
  return { ...base(experiment, memory, x), yUnit: 'MiB', series: lines, bands: phaseBands(memory) };
}

/** cpuChart: CPU of each replica in percent of one core. */
export function cpuChart(experiment: Experiment, runtime: RuntimeObservation): ChartSpec {
  const { x, place } = jointAxis(runtime.replicas.map(({ points }) => points));
  const lines = runtime.replicas.map(({ replica, points }, i): ChartSeries => ({
    label: replica,
    color: colors[i % colors.length] ?? 'ink',
    style: 'line',
    values: place(points, (point) => point.cpuShare * 100),
  }));
  return { ...base(experiment, runtime, x), yUnit: '%', series: lines, bands: [] };
}

function base(experiment: Experiment, watched: MemoryObservation | RuntimeObservation, x: number[]) {
  return {
    x,
    xAxis: clockAxis(watchRange(watched, experiment)),
    yScale: 'linear' as const,
    heightPx: 260,
    markers: [],
    sync: experiment.name,
  };
}

function phaseBands({ phases }: MemoryObservation): ChartBand[] {
  return phases.map(({ phase, fromMs, toMs }) => ({
    from: fromMs / 1000,
    to: toMs / 1000,
    label: memoryPhaseTitles[phase],
    shaded: phase === 'under_load',
  }));
}

/** jointAxis: one x axis for replicas that were looked at in different moments; `place` leaves the gaps empty. */
function jointAxis(all: readonly (readonly { atMs: number }[])[]) {
  const times = [...new Set(all.flatMap((points) => points.map(({ atMs }) => atMs)))].sort((a, b) => a - b);
  const place = <P extends { atMs: number }>(points: readonly P[], value: (point: P) => number | null) => {
    const found = new Map(points.map((point) => [point.atMs, value(point)]));
    return times.map((atMs) => found.get(atMs) ?? null);
  };
  return { x: times.map((atMs) => atMs / 1000), place };
}
