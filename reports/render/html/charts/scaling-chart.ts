import type { ScalingAnalysis } from '../../../../load/model/scaling-analysis.ts';
import type { ChartMarker, ChartSeries, ChartSpec } from '../chart-spec.ts';

/** scalingChart: throughput over replicas with the spread of its repetitions, and the fitted law. */
export function scalingChart(scaling: ScalingAnalysis): ChartSpec {
  const { points, usl } = scaling;
  const curve = usl.fitted ? usl.curve : [];
  const measured = points.map(({ replicas }) => replicas);
  const x = [...new Set([...measured, ...curve.map(({ replicas }) => replicas)])].sort((a, b) => a - b);
  return {
    x,
    xAxis: {
      name: 'replicas',
      text: 'number',
      scale: 'linear',
      range: [0, Math.max(...x, 1) + 0.5],
      places: [...measured, ...wholeNumbersTo(Math.max(...x, 1))],
    },
    yScale: 'linear',
    yUnit: '/s',
    heightPx: 300,
    series: [...law(scaling, x), medians(scaling, x)],
    markers: peakOf(scaling),
    bands: [],
  };
}

function medians({ points }: ScalingAnalysis, x: readonly number[]): ChartSeries {
  const found = new Map(points.map((point) => [point.replicas, point.throughputRps]));
  return {
    label: 'measured',
    color: 's1',
    style: 'points',
    values: x.map((replicas) => found.get(replicas)?.median ?? null),
    spread: x.map((replicas) => found.get(replicas) ?? null),
  };
}

function law({ usl }: ScalingAnalysis, x: readonly number[]): ChartSeries[] {
  if (!usl.fitted) return [];
  const found = new Map(usl.curve.map(({ replicas, throughputRps }) => [replicas, throughputRps]));
  const values = x.map((replicas) => found.get(replicas) ?? null);
  return [{ label: 'fitted law', color: 's2', style: 'line', dashed: true, values }];
}

function peakOf({ usl }: ScalingAnalysis): ChartMarker[] {
  if (!usl.fitted || !usl.peak.found) return [];
  const { value } = usl.peak.replicas;
  return [{ x: value, label: 'predicted peak', color: 'muted', dashed: true }];
}

function wholeNumbersTo(end: number): number[] {
  return Array.from({ length: Math.min(64, Math.floor(end)) }, (_, i) => i + 1);
}
