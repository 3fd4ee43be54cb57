import type { ReplicaLeak } from '../../../../load/model/leak-analysis.ts';
import type { ChartSeries, ChartSpec } from '../chart-spec.ts';

const mebibyte = 1024 * 1024;

/** leakChart: what one replica held over the requests that it had served, with the fitted line; undefined without points. */
export function leakChart({
  points,
  line,
  judgedFromRequests,
  judgedOn,
}: ReplicaLeak): ChartSpec | undefined {
  if (points.length === 0) return undefined;
  const held = points.map(({ requests, bytes }) => ({ x: requests, y: bytes / mebibyte }));
  const ends = line.map(({ requests, bytes }) => ({ x: requests, y: bytes / mebibyte }));
  const x = [...new Set([...held, ...ends].map((point) => point.x))].sort((a, b) => a - b);
  const from = judgedFromRequests ?? Number.POSITIVE_INFINITY;
  const end = x.at(-1) ?? 1;
  return {
    x,
    xAxis: { name: 'requests served', text: 'number', scale: 'linear', range: [0, Math.max(end, 1) * 1.02] },
    yScale: 'around',
    yUnit: 'MiB',
    heightPx: 200,
    series: [
      series(
        judgedOn === 'heap' ? 'heap after collection' : 'RSS',
        's1',
        x,
        held.filter((one) => one.x >= from),
      ),
      {
        ...series(
          'not judged',
          's1',
          x,
          held.filter((one) => one.x < from),
        ),
        hollow: true,
      },
      { ...series('fitted', 's2', x, ends), style: 'line' as const, dashed: true },
    ].filter(({ values }) => values.some((value) => value !== null)),
    markers: [],
    bands: [],
  };
}

function series(
  label: string,
  color: ChartSeries['color'],
  x: readonly number[],
  points: readonly { readonly x: number; readonly y: number }[],
): ChartSeries {
  const found = new Map(points.map((point) => [point.x, point.y]));
  return { label, color, style: 'points', values: x.map((place) => found.get(place) ?? null) };
}
