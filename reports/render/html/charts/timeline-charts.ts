import type { LoadObservation } from '../../../../load/model/load-observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import type { ChartSeries, ChartSpec } from '../chart-spec.ts';
import { markersOf } from './markers.ts';
import { clockAxis, courseRange } from './time-range.ts';

type Point = LoadObservation['timeline'][number];

/** responseTimeChart: p50, p90 and the slowest of each step, in its middle; a percentile that no step has enough values for is left out. */
export function responseTimeChart(experiment: Experiment, load: LoadObservation): ChartSpec {
  const axis = timeAxis(experiment, load);
  return {
    ...axis,
    x: axis.x.map((second) => second + load.timelineStepMs / 2000),
    yScale: 'log',
    yUnit: 'ms',
    series: [
      series('p50', 's1', load, (point) => point.p50Ms),
      { ...series('p90', 's3', load, (point) => point.p90Ms), dashed: true },
      series('slowest', 's2', load, (point) => point.maxMs),
    ].filter(({ values }) => values.some((value) => value !== null)),
  };
}

/** throughputChart: requests per second of each step by what became of them; a last point gives the last step its width. */
export function throughputChart(experiment: Experiment, load: LoadObservation): ChartSpec {
  const axis = timeAxis(experiment, load);
  const end = axis.x.at(-1);
  const perSecond = (outcome: 'ok' | 'scheduled' | 'rejected' | 'failed') => (point: Point) =>
    (point[outcome] * 1000) / load.timelineStepMs;
  const drawn: ChartSeries[] = [
    { ...series('ok', 's1', load, perSecond('ok')), style: 'area' },
    { ...series('scheduled', 'muted', load, perSecond('scheduled')), style: 'step', dashed: true },
    { ...series('rejected', 's5', load, perSecond('rejected')), style: 'bars' },
    { ...series('failed', 'bad', load, perSecond('failed')), style: 'bars' },
  ];
  return {
    ...axis,
    x: end === undefined ? [] : [...axis.x, end + load.timelineStepMs / 1000],
    yScale: 'linear',
    yUnit: '/s',
    series: drawn.map((one) => ({ ...one, values: [...one.values, ...one.values.slice(-1)] })),
  };
}

function timeAxis(experiment: Experiment, load: LoadObservation) {
  return {
    x: load.timeline.map((point) => point.atMs / 1000),
    xAxis: clockAxis(courseRange(experiment, load)),
    heightPx: 220,
    markers: markersOf(experiment),
    bands: [
      {
        from: load.startedAtMs / 1000,
        to: load.measuredFromMs / 1000,
        label: 'warm-up',
        shaded: true,
      },
    ].filter(({ from, to }) => to > from),
    sync: experiment.name,
  };
}

function series(
  label: string,
  color: ChartSeries['color'],
  load: LoadObservation,
  value: (point: Point) => number | null,
): ChartSeries {
  return { label, color, style: 'line', values: load.timeline.map(value) };
}
