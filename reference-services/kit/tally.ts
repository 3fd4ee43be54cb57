import type { Histogram, LabelValues } from 'prom-client';

type Count = (value: number) => void;
type Value = string | number;

/** Series: what prom-client keeps of one combination of labels. */
interface Series {
  sum: number;
  count: number;
  readonly bucketValues: Record<string, number>;
}

interface Store {
  readonly store: { entry(labels: object): Series | undefined };
}

/**
 * Tally counts what comes with each request in a histogram of up to three labels. The series of a combination is looked up
 * once: `observe` makes objects and a key of all labels for each value, and looks buckets up by the text of their bounds,
 * which took 0.5 of the 16 µs of a small request.
 */
export class Tally<L extends string> {
  readonly histogram: Histogram<L>;
  readonly #labelNames: readonly L[];
  readonly #bounds: readonly number[];
  readonly #keys: readonly string[];
  readonly #isHeard: () => boolean;
  readonly #counts = new Map<Value, Map<Value, Map<Value, Count>>>();

  /** `isHeard` tells whether metrics are on. */
  constructor(
    histogram: Histogram<L>,
    definition: { readonly labels: readonly L[]; readonly buckets: readonly number[] },
    isHeard: () => boolean,
  ) {
    this.histogram = histogram;
    this.#labelNames = definition.labels;
    this.#bounds = definition.buckets;
    this.#keys = definition.buckets.map(String);
    this.#isHeard = isHeard;
  }

  /** count counts a value for the labels in the order of the table; it takes as many of them as the metric has. */
  count(value: number, first: Value, second: Value = '', third: Value = ''): void {
    if (!this.#isHeard()) return;
    const count = this.#counts.get(first)?.get(second)?.get(third) ?? this.#remember(first, second, third);
    count(value);
  }

  #remember(first: Value, second: Value, third: Value): Count {
    const seconds = this.#counts.get(first) ?? new Map<Value, Map<Value, Count>>();
    const thirds = seconds.get(second) ?? new Map<Value, Count>();
    this.#counts.set(first, seconds.set(second, thirds));
    const count = this.#countIn(this.#seriesOf([first, second, third]));
    thirds.set(third, count);
    return count;
  }

  #countIn(series: Series): Count {
    const [bounds, keys] = [this.#bounds, this.#keys];
    return (value) => {
      series.sum += value;
      series.count += 1;
      for (let i = 0; i < bounds.length; i += 1) {
        if (value > bounds[i]!) continue;
        series.bucketValues[keys[i]!]! += 1;
        return;
      }
    };
  }

  #seriesOf(values: readonly Value[]): Series {
    const labels = Object.fromEntries(this.#labelNames.map((name, i) => [name, String(values[i])]));
    const { store } = this.histogram as unknown as Store;
    const known = store.entry(labels);
    if (known !== undefined) return known;
    this.histogram.zero(labels as LabelValues<L>);
    return store.entry(labels)!;
  }
}
