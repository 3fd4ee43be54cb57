import { ownMetrics, type OwnMetric, seriesNames } from '../../load/model/own-metrics.ts';

/** own: the harness's table of its own metrics, by which no name is written twice. */
export const own = ownMetrics;

/** chosenRun: the run that the reader has chosen, the latest unless he did; a run is one instance of the harness. */
export const chosenRun = 'run="$run"';

/** Of: which run, what more of its labels, and how far its time is moved. */
export interface Of {
  readonly run?: string;
  readonly matchers?: string;
  /** shift: an offset, so that a run that was at another time is drawn beside one that is now. */
  readonly shift?: string;
}

/** seen: the values of a metric of a run. */
export function seen(metric: OwnMetric, of: Of = {}): string {
  return `${selector(seriesNames(metric)[0] ?? metric.name, of)}${offset(of)}`;
}

/**
 * lastSeen: the last value within the dashboard's time range, because what is pushed stops with the run and would
 * otherwise be gone five minutes later.
 */
export function lastSeen(metric: OwnMetric, of: Of = {}): string {
  return `last_over_time(${selector(seriesNames(metric)[0] ?? metric.name, of)}[$__range])`;
}

/** perSecondOf: the rate of a counter. */
export function perSecondOf(metric: OwnMetric, of: Of = {}): string {
  return `rate(${selector(`${metric.name}_total`, of)}[$__rate_interval]${offset(of)})`;
}

/** bucketRatesOf: how many values per second fell into each bucket, all series merged. */
export function bucketRatesOf(metric: OwnMetric, of: Of = {}): string {
  return `sum by (le) (rate(${selector(`${metric.name}_bucket`, of)}[$__rate_interval]${offset(of)}))`;
}

/** quantileOf: of all values, from merged buckets. */
export function quantileOf(q: number, metric: OwnMetric, of: Of = {}): string {
  return `histogram_quantile(${q}, ${bucketRatesOf(metric, of)})`;
}

/** wholeQuantileOf: of all values of a run, the warm-up left out by the phase that is asked for. */
export function wholeQuantileOf(q: number, metric: OwnMetric, of: Of = {}): string {
  return `histogram_quantile(${q}, sum by (le) (last_over_time(${selector(`${metric.name}_bucket`, of)}[$__range])))`;
}

function selector(name: string, { run = chosenRun, matchers }: Of): string {
  return `${name}{${run}${matchers === undefined ? '' : `, ${matchers}`}}`;
}

function offset({ shift }: Of): string {
  return shift === undefined ? '' : ` offset ${shift}`;
}
