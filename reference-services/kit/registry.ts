import { Counter, Gauge, Histogram, type Metric, Registry } from 'prom-client';
import { type MetricKey, metricTable } from './metrics.ts';
import { openMetricsOf } from './open-metrics.ts';
import { Tally } from './tally.ts';
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
  '# METRICS=off: this replica measures nothing for this page; it was started or switched so, which is for finding out ' +
  'what metrics cost. Start it without METRICS to have them.\n';

const deaf = { inc: nothing, dec: nothing, set: nothing, observe: nothing };

/** Heard: a metric, and what it does with what it is told. */
interface Heard {
  readonly metric: object;
  readonly own: Partial<Record<keyof typeof deaf, unknown>>;
}

/** Metrics makes metrics from the table and prints them; a metric of the table that nobody makes is not exported. */
export class Metrics {
  readonly registry = new Registry();
  readonly off: boolean;
  readonly #exemplars: boolean;
  readonly #heard: Heard[] = [];
  readonly #switched: ((measuring: boolean) => void)[] = [];
  #measuring: boolean;

  constructor({ exemplars = false, off = false }: MetricsOptions = {}) {
    this.#exemplars = exemplars && !off;
    this.off = off;
    this.#measuring = !off;
  }

  /** measuring: whether anything is counted and timed now. */
  get measuring(): boolean {
    return this.#measuring;
  }

  /**
   * measure has metrics count and time, or hear nothing until they are to again; what they hold stays. Gauges hear of their
   * changes all the same: one that missed some would be wrong from then on.
   */
  measure(on: boolean): void {
    if (this.off || on === this.#measuring) return;
    this.#measuring = on;
    for (const { metric, own } of this.#heard) Object.assign(metric, on ? own : deaf);
    for (const tell of this.#switched) tell(on);
  }

  /** onMeasure is told each time that `measure` changes something. */
  onMeasure(tell: (measuring: boolean) => void): void {
    this.#switched.push(tell);
  }

  /** `collect` is called at each scrape, before the value is read. */
  counter<K extends KeysOfType<'counter'>>(key: K, collect?: (counter: Counter<Labels<K>>) => void) {
    return this.#hearing(new Counter<Labels<K>>(this.#collected(key, collect)));
  }

  /** `collect` is called at each scrape, before the value is read. */
  gauge<K extends KeysOfType<'gauge'>>(key: K, collect?: (gauge: Gauge<Labels<K>>) => void) {
    const gauge = new Gauge<Labels<K>>(this.#collected(key, collect));
    return this.off ? Object.assign(gauge, deaf) : gauge;
  }

  histogram<K extends KeysOfType<'histogram'>>(key: K): Histogram<Labels<K>> {
    const { buckets, ...definition } = metricTable[key];
    const settings = { ...this.#named(key), buckets: [...buckets] };
    if (!this.#exemplars || !('exemplars' in definition))
      return this.#hearing(new Histogram<Labels<K>>(settings));
    // It refuses to be made for a registry that may print plain text, where exemplars are left out all the same.
    const histogram = new Histogram<Labels<K>>({ ...settings, registers: [], enableExemplars: true });
    this.registry.registerMetric(histogram);
    return this.#hearing(histogram);
  }

  /** tally makes a histogram for values that come with each request. */
  tally<K extends KeysOfType<'histogram'>>(key: K): Tally<Labels<K>> {
    const { labels, buckets } = metricTable[key];
    return new Tally<Labels<K>>(this.histogram(key), { labels, buckets }, () => this.#measuring);
  }

  /**
   * The metrics in the Prometheus text format, and its content type; in the OpenMetrics format when there are exemplars,
   * which only it can hold, and `accept` asks for it. With `names` those metrics alone.
   */
  async print(
    accept = '',
    names: readonly string[] = [],
  ): Promise<{ readonly contentType: string; readonly body: string }> {
    if (!this.#measuring) return { contentType: this.registry.contentType, body: offText };
    const wanted = this.#exemplars && accept.includes('application/openmetrics-text');
    const all = names.length === 0 ? this.registry : await onlyThose(names, this.registry);
    const registry = wanted ? openMetricsOf(all) : all;
    return { contentType: registry.contentType, body: await registry.metrics() };
  }

  #collected<K extends MetricKey, M>(key: K, collect: ((metric: M) => void) | undefined) {
    if (collect === undefined) return this.#named(key);
    return {
      ...this.#named(key),
      collect(this: M) {
        collect(this);
      },
    };
  }

  #named<K extends MetricKey>(key: K) {
    const { name, help, labels } = metricTable[key];
    const registers = this.off ? [] : [this.registry];
    return { name, help, labelNames: [...labels] as Labels<K>[], registers };
  }

  /** What is told to a metric while they are off costs a call, and nothing else. */
  #hearing<M extends object>(metric: M): M {
    const own = Object.fromEntries(
      Object.keys(deaf).flatMap((name) => (name in metric ? [[name, metric[name as keyof M]]] : [])),
    );
    this.#heard.push({ metric, own });
    return this.#measuring ? metric : Object.assign(metric, deaf);
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

type Collecting = Metric & { collect?(): void | Promise<void> };

/** onlyThose gives the metrics of these names. Some metrics have another collect their value: all collect. */
async function onlyThose(names: readonly string[], registry: Registry): Promise<Registry> {
  const few = new Registry();
  for (const metric of registry.getMetricsAsArray() as unknown as Collecting[]) {
    await metric.collect?.();
    if (names.includes((metric as unknown as { name: string }).name)) few.registerMetric(metric);
  }
  return few;
}
