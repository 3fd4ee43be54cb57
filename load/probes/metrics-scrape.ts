import { request } from 'undici';

/** MetricSample: one line of a metrics page. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const answerDeadlineMs = 1_000;
const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?[ \t]+(\S+)/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;
const escapes: Readonly<Record<string, string>> = { n: '\n' };

/**
 * parseMetrics reads the text format of Prometheus and the lines of OpenMetrics, without timestamps and exemplars
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). Lines that are neither are left out.
 */
export function parseMetrics(text: string): MetricSample[] {
  return text.split('\n').flatMap((one) => {
    const match = line.exec(one);
    const value = toNumber(match?.[4]);
    return match?.[1] === undefined || value === undefined
      ? []
      : [{ name: match[1], labels: toLabels(match[3]), value }];
  });
}

/** sumOf adds up the samples of one name over all labels; undefined where there is none. */
export function sumOf(samples: readonly MetricSample[], name: string): number | undefined {
  const found = samples.filter((sample) => sample.name === name);
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}

const underWay = new Map<string, Promise<MetricSample[]>>();

/**
 * scrape asks a metrics page once; an empty list where there is no answer within a second, or none of use. Who asks while
 * another does gets the same answer: probes look at the same moments, and the replica is to be asked once for all.
 */
export async function scrape(metricsUrl: string | undefined): Promise<MetricSample[]> {
  if (metricsUrl === undefined) return [];
  const asked = underWay.get(metricsUrl) ?? ask(metricsUrl).finally(() => underWay.delete(metricsUrl));
  underWay.set(metricsUrl, asked);
  return asked;
}

/** glanceEveryMs: how often probes look at a replica's metrics while a load goes on, at the same moments. */
export const glanceEveryMs = 2_000;

/** glanceNames: what they look at. */
export const glanceNames = {
  heapUsed: 'nodejs_heap_size_used_bytes',
  loopActive: 'nodejs_eventloop_active_seconds_total',
  loopIdle: 'nodejs_eventloop_idle_seconds_total',
} as const;

/**
 * glance is scrape for a few metrics, by the parameter `name[]` of Prometheus' clients: a whole page takes a replica a
 * millisecond, under the load that is measured. Who does not know it answers with all, which does as well, or with nothing
 * of use, and is asked for all.
 * Source: https://prometheus.github.io/client_java/exporters/filter
 */
export async function glance(metricsUrl: string | undefined): Promise<MetricSample[]> {
  if (metricsUrl === undefined) return [];
  const url = new URL(metricsUrl);
  for (const name of Object.values(glanceNames)) url.searchParams.append('name[]', name);
  const few = await scrape(url.href);
  return few.length > 0 ? few : scrape(metricsUrl);
}

async function ask(metricsUrl: string): Promise<MetricSample[]> {
  try {
    const signal = AbortSignal.timeout(answerDeadlineMs);
    const { statusCode, body } = await request(metricsUrl, { signal });
    const text = await body.text();
    return statusCode === 200 ? parseMetrics(text) : [];
  } catch {
    return [];
  }
}

function toLabels(text = ''): Record<string, string> {
  const pairs = [...text.matchAll(label)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll(/\\(.)/g, (_, escaped: string) => escapes[escaped] ?? escaped),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

function toNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[+-]?Inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (text === 'NaN') return Number.NaN;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}
