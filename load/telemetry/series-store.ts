import type { OwnMetric } from '../model/own-metrics.ts';
import type { Labels, OwnSample } from '../model/own-sample.ts';
import type { Point, Series } from './point.ts';

/** mostPending points wait for a server that is away; then each series keeps its last one. */
const mostPending = 20_000;

interface Kept {
  readonly metric: OwnMetric;
  readonly labels: Labels;
  pending: Point[];
  lastUnixMs: number;
  ended: boolean;
  /** held: what is told with every batch, because it holds until it is told otherwise. */
  held: OwnSample['value'] | undefined;
}

/** Batch: what is to be sent now. */
export interface Batch {
  readonly series: readonly Series[];
  /** done forgets what the batch held: it has arrived, or never will. */
  done(): void;
}

/** SeriesStore keeps points until they have been sent. Within a series time rises, in whole milliseconds; older points are dropped. */
export class SeriesStore {
  readonly #kept = new Map<string, Kept>();
  #pending = 0;

  /** record adds a point. */
  record(metric: OwnMetric, labels: Labels, value: Point['value'], unixMs: number): void {
    this.#add(this.#series(metric, labels), value, Math.round(unixMs));
  }

  /** hold has a value told with every batch from now on, at the batch's time. */
  hold(metric: OwnMetric, labels: Labels, value: OwnSample['value']): void {
    this.#series(metric, labels).held = value;
  }

  /** release ends that, with a last value. */
  release(metric: OwnMetric, labels: Labels, value: Point['value'], unixMs: number): void {
    const series = this.#series(metric, labels);
    series.held = undefined;
    this.#add(series, value, Math.max(series.lastUnixMs + 1, Math.round(unixMs)));
  }

  /** end makes every series of these metrics stale right after its last point, unless it is already. */
  end(metrics: readonly OwnMetric[]): void {
    for (const series of this.#kept.values()) {
      if (!metrics.includes(series.metric) || series.lastUnixMs === 0 || series.ended) continue;
      series.held = undefined;
      this.#add(series, 'stale', series.lastUnixMs + 1);
    }
  }

  /** batch gives all that waits. */
  batch(nowUnixMs: number): Batch {
    for (const series of this.#kept.values()) {
      if (series.held === undefined) continue;
      series.pending = [];
      this.#add(series, series.held, Math.round(nowUnixMs));
    }
    const sent = [...this.#kept].flatMap(([key, { metric, labels, pending }]) =>
      pending.length === 0 ? [] : [{ key, metric, labels, points: [...pending] }],
    );
    return { series: sent, done: () => this.#forget(sent) };
  }

  #series(metric: OwnMetric, labels: Labels): Kept {
    const key = `${metric.name}\n${JSON.stringify(labels)}`;
    let series = this.#kept.get(key);
    if (series === undefined) {
      series = { metric, labels, pending: [], lastUnixMs: 0, ended: false, held: undefined };
      this.#kept.set(key, series);
    }
    return series;
  }

  #add(series: Kept, value: Point['value'], unixMs: number): void {
    if (unixMs <= series.lastUnixMs) return;
    series.pending.push({ value, unixMs });
    series.lastUnixMs = unixMs;
    series.ended = value === 'stale';
    this.#pending += 1;
    if (this.#pending > mostPending) this.#thin();
  }

  #thin(): void {
    for (const series of this.#kept.values()) series.pending = series.pending.slice(-1);
    this.#pending = this.#kept.size;
  }

  #forget(sent: readonly (Series & { readonly key: string })[]): void {
    for (const { key, points } of sent) {
      const series = this.#kept.get(key);
      const last = points.at(-1)?.unixMs ?? 0;
      if (series !== undefined) series.pending = series.pending.filter(({ unixMs }) => unixMs > last);
    }
    this.#pending = [...this.#kept.values()].reduce((sum, { pending }) => sum + pending.length, 0);
  }
}
