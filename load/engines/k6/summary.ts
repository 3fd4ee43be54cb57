import { readFile } from 'node:fs/promises';

/** Summary: what k6 counted itself, by metric name such as `dropped_iterations{scenario:measured}`. */
export interface Summary {
  counter(name: string): number;
}

interface Metric {
  readonly name?: string;
  readonly values?: { readonly count?: number };
}

/**
 * readSummary reads what k6 handed to handleSummary: a list of metrics (--new-machine-readable-summary), or an object of
 * them by name, as k6 1.x gives it without that flag. Undefined where k6 left none.
 */
export async function readSummary(path: string): Promise<Summary | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = JSON.parse(text) as {
    results?: { metrics?: readonly Metric[] };
    metrics?: Readonly<Record<string, Metric>>;
  };
  const listed = parsed.results?.metrics ?? [];
  const metricOf = (name: string): Metric | undefined =>
    listed.find((metric) => metric.name === name) ?? parsed.metrics?.[name];
  return { counter: (name) => metricOf(name)?.values?.count ?? 0 };
}
