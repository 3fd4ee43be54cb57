import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type MetricKey, metricTable } from './metrics.ts';
import { openMetricsOf } from './open-metrics.ts';
import type { Span } from './tracing/tracing.ts';

type Labels<K extends MetricKey> = (typeof metricTable)[K]['labels'][number];
type KeysOfType<T> = { [K in MetricKey]: (typeof metricTable)[K]['type'] extends T ? K : never }[MetricKey];

export interface MetricsOptions {
  /** Histograms whose definition says so are to be observed by `observeWithin`. */
  readonly exemplars?: boolean;
  /** Nothing is counted or timed, whatever metrics are told. */
  readonly off?: boolean;
}

const offText =
  '# METRICS=off: this replica measures nothing for this page; it was started so, which is for finding out what ' +
  'metrics cost. Start it without METRICS to have them.\n';

/** Metrics makes metrics from the table and prints them; a metric of the table that nobody makes is not exported. */
export class Metrics {
  readonly registry = new Registry();
  readonly off: boolean;
  readonly #exemplars: boolean;

  constructor({ exemplars = false, off = false }: MetricsOptions = {}) {
    this.#exemplars = exemplars && !off;
    this.off = off;
  }

  /** `collect` is called at each scrape, before the value is read. */
  counter<K extends KeysOfType<'counter'>>(key: K, collect?: (counter: Counter<Labels<K>>) => void) {
    const counter = new Counter<Labels<K>>({
      ...this.#named(key),
      ...(collect && {
        collect() {
          collect(this);
        },
      }),
    });
    return this.#heard(counter);
  }

  gauge<K extends KeysOfType<'gauge'>>(key: K): Gauge<Labels<K>> {
    return this.#heard(new Gauge<Labels<K>>(this.#named(key)));
  }

  histogram<K extends KeysOfType<'histogram'>>(key: K): Histogram<Labels<K>> {
    const { buckets, ...definition } = metricTable[key];
    const settings = { ...this.#named(key), buckets: [...buckets] };
    if (!this.#exemplars || !('exemplars' in definition))
      return this.#heard(new Histogram<Labels<K>>(settings));
    // It refuses to be made for a registry that may print plain text, where exemplars are left out all the same.
    const histogram = new Histogram<Labels<K>>({ ...settings, registers: [], enableExemplars: true });
    this.registry.registerMetric(histogram);
    return histogram;
  }

  /**
   * The metrics in the Prometheus text format, and its content type; in the OpenMetrics format when there are exemplars,
   * which only it can hold, and `accept` asks for it.
   */
  async print(accept = ''): Promise<{ readonly contentType: string; readonly body: string }> {
    if (this.off) return { contentType: this.registry.contentType, body: offText };
    const wanted = this.#exemplars && accept.includes('application/openmetrics-text');
    const registry = wanted ? openMetricsOf(this.registry) : this.registry;
    return { contentType: registry.contentType, body: await registry.metrics() };
  }

  #named<K extends MetricKey>(key: K) {
    const { name, help, labels } = metricTable[key];
    const registers = this.off ? [] : [this.registry];
    return { name, help, labelNames: [...labels] as Labels<K>[], registers };
  }

  /** What is told to a metric while they are off costs a call, and nothing else. */
  #heard<M extends object>(metric: M): M {
    return this.off
      ? Object.assign(metric, { inc: nothing, dec: nothing, set: nothing, observe: nothing })
      : metric;
  }
}

function nothing(): void {}

/** observeWithin counts a value, with an exemplar of the span that it belongs to if that can be looked up. */
export function observeWithin<L extends string>(
  histogram: Histogram<L>,
  labels: Record<L, string>,
  value: number,
  { sampled, traceId, spanId }: Span,
): void {
  const exemplarLabels = sampled ? { trace_id: traceId, span_id: spanId } : {};
  // The types let exemplars have no names but those of the histogram's own labels.
  const observer = histogram as unknown as { observe(observed: object): void };
  observer.observe({ labels, value, exemplarLabels });
}
