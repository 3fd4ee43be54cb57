import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type MetricKey, metricTable } from './metrics.ts';

type Labels<K extends MetricKey> = (typeof metricTable)[K]['labels'][number];
type KeysOfType<T> = { [K in MetricKey]: (typeof metricTable)[K]['type'] extends T ? K : never }[MetricKey];

/** Metrics makes metrics from the table and prints them; a metric of the table that nobody makes is not exported. */
export class Metrics {
  readonly registry = new Registry();

  /** `collect` is called at each scrape, before the value is read. */
  counter<K extends KeysOfType<'counter'>>(key: K, collect?: (counter: Counter<Labels<K>>) => void) {
    return new Counter<Labels<K>>({
      ...this.#named(key),
      ...(collect && {
        collect() {
          collect(this);
        },
      }),
    });
  }

  gauge<K extends KeysOfType<'gauge'>>(key: K): Gauge<Labels<K>> {
    return new Gauge<Labels<K>>(this.#named(key));
  }

  histogram<K extends KeysOfType<'histogram'>>(key: K): Histogram<Labels<K>> {
    const { buckets } = metricTable[key];
    return new Histogram<Labels<K>>({ ...this.#named(key), buckets: [...buckets] });
  }

  /** The metrics in the Prometheus text format, and its content type. */
  async print(): Promise<{ readonly contentType: string; readonly body: string }> {
    return { contentType: this.registry.contentType, body: await this.registry.metrics() };
  }

  #named<K extends MetricKey>(key: K) {
    const { name, help, labels } = metricTable[key];
    return { name, help, labelNames: [...labels] as Labels<K>[], registers: [this.registry] };
  }
}
