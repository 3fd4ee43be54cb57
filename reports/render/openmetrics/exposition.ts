import { type OwnMetric, seriesNames } from '../../../load/model/own-metrics.ts';
import type { Labels, OwnFamily, OwnSample } from '../../../load/model/own-sample.ts';

/**
 * exposition writes families in the OpenMetrics text format with a timestamp in seconds for each sample: families in
 * one piece, the series of a set of labels in one piece within them, time rising, and `# EOF` at the end. Of two samples
 * of a series in the same millisecond the later one stays, because Prometheus holds one.
 * Source: OpenMetrics 1.0, section "ABNF" and "Overall structure".
 */
export function exposition(families: readonly OwnFamily[]): string {
  const blocks = families
    .filter(([, samples]) => samples.length > 0)
    .map(([family, samples]) => [...head(family), ...metricLines(family, samples)].join('\n'));
  return `${[...blocks, '# EOF'].join('\n')}\n`;
}

function head({ name, type, unit, help }: OwnMetric): string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escape(help)}`,
  ];
}

function metricLines(family: OwnMetric, samples: readonly OwnSample[]): string[] {
  const metrics = new Map<string, { labels: Labels; points: Map<number, OwnSample['value']> }>();
  for (const { labels, value, unixMs } of samples) {
    const key = labelText(labels);
    const metric = metrics.get(key) ?? { labels, points: new Map<number, OwnSample['value']>() };
    metric.points.set(Math.round(unixMs), value);
    metrics.set(key, metric);
  }
  return [...metrics.values()].flatMap(({ labels, points }) => {
    const names = seriesOf(family, labels);
    return [...points]
      .sort(([a], [b]) => a - b)
      .flatMap(([unixMs, value]) => {
        const at = (unixMs / 1000).toFixed(3);
        return numbersOf(value).map((number, index) => `${names[index]} ${number} ${at}`);
      });
  });
}

/** seriesOf: the names of a metric's series with their labels, in the order of numbersOf: of a histogram, its buckets first. */
function seriesOf(family: OwnMetric, labels: Labels): string[] {
  const [name, ...rest] = seriesNames(family);
  if (family.buckets === undefined) return [`${name}${labelText(labels)}`];
  const buckets = [...family.buckets.map(String), '+Inf'].map(
    (le) => `${name}${labelText({ ...labels, le })}`,
  );
  return [...buckets, ...rest.map((other) => `${other}${labelText(labels)}`)];
}

/** numbersOf: the value of each series; a histogram's buckets count what is below their bound as well. */
function numbersOf(value: OwnSample['value']): number[] {
  if (typeof value === 'number') return [value];
  let total = 0;
  const buckets = value.counts.map((counted) => (total += counted));
  return [...buckets, value.sum, total];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${escape(value)}"`],
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escape(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
