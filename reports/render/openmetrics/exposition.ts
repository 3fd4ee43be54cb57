import type { MetricFamily } from './metric-table.ts';

/** Labels of one series; a label whose value is undefined is left out. */
export type Labels = Readonly<Record<string, string | undefined>>;

/** Sample: a value of a series at a moment in Unix milliseconds. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  readonly unixMs: number;
}

/**
 * exposition writes families in the OpenMetrics text format with a timestamp in seconds for each sample: families in
 * one piece, series in one piece within them, time rising within a series, and `# EOF` at the end. Of two samples of a
 * series in the same millisecond the later one stays, because Prometheus holds one.
 * Source: OpenMetrics 1.0, section "ABNF" and "Overall structure".
 */
export function exposition(families: readonly (readonly [MetricFamily, readonly Sample[]])[]): string {
  const blocks = families
    .filter(([, samples]) => samples.length > 0)
    .map(([family, samples]) => [...head(family), ...seriesLines(family, samples)].join('\n'));
  return `${[...blocks, '# EOF'].join('\n')}\n`;
}

function head({ name, type, unit, help }: MetricFamily): string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escape(help)}`,
  ];
}

function seriesLines(family: MetricFamily, samples: readonly Sample[]): string[] {
  const series = new Map<string, Map<number, number>>();
  for (const { labels, value, unixMs } of samples) {
    const key = `${sampleName(family)}${labelText(labels)}`;
    const points = series.get(key) ?? new Map<number, number>();
    series.set(key, points.set(Math.round(unixMs), value));
  }
  return [...series].flatMap(([key, points]) =>
    [...points]
      .sort(([a], [b]) => a - b)
      .map(([unixMs, value]) => `${key} ${value} ${(unixMs / 1000).toFixed(3)}`),
  );
}

function sampleName({ name, type }: MetricFamily): string {
  return { gauge: name, counter: `${name}_total`, info: `${name}_info` }[type];
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
