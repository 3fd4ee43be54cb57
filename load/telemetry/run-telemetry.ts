import type { Figure } from '../model/figure.ts';
import type { LoadObservation, LoadProgress } from '../model/load-observation.ts';
import type { Observation } from '../model/observation.ts';
import { unixMsOf } from '../model/moment.ts';
import { experimentLabels, runInfo } from '../model/own-metrics-run.ts';
import { ownLabels, ownSamples, probeSamples } from '../model/own-metrics-samples.ts';
import { type OwnMetric, ownMetrics } from '../model/own-metrics.ts';
import type { Labels, OwnFamily } from '../model/own-sample.ts';
import type { Experiment, Marker, RunResult } from '../model/result.ts';
import type { BegunExperiment, BegunRun, LoadName, RunEvents } from '../model/run-events.ts';
import {
  countsUntilNow,
  countValues,
  finalCounts,
  type LoadCounts,
  loadMetrics,
  type LoadValue,
  momentValues,
  nothingOf,
  nothingYet,
} from './load-values.ts';
import type { SeriesStore } from './series-store.ts';

/** takenMs: how old a sample may be that is sent; Prometheus takes what is less than an hour old. */
const takenMs = 50 * 60_000;

/** endMetrics: what is known of a run at its end alone. */
const endMetrics: readonly OwnMetric[] = [
  ownMetrics.run,
  ownMetrics.runEnd,
  ownMetrics.runVerdict,
  ownMetrics.figureSeconds,
  ownMetrics.figureBytes,
  ownMetrics.figureRatio,
  ownMetrics.figureCount,
  ownMetrics.verdict,
];

/** watchedMetrics: of replicas that end with their experiment. */
const watchedMetrics: readonly OwnMetric[] = [
  ownMetrics.memory,
  ownMetrics.cpu,
  ownMetrics.eventLoop,
  ownMetrics.machine,
];

/** UnderWay: the load that goes on, as it was last told. */
interface UnderWay {
  readonly counts: LoadCounts;
  readonly atMs: number;
}

/** RunTelemetry puts what happens in a run into a store of series, each at its moment. */
export class RunTelemetry implements RunEvents {
  readonly #store: SeriesStore;
  readonly #run: BegunRun;
  readonly #own: Labels;
  #experiment: BegunExperiment | undefined;
  #load: UnderWay | undefined;

  constructor(store: SeriesStore, run: BegunRun) {
    this.#store = store;
    this.#run = run;
    this.#own = ownLabels({ suite: run.suite, startedAt: run.clock.startedAt });
  }

  begun(): void {
    this.#store.hold(ownMetrics.run, this.#running, 1);
    this.#store.hold(ownMetrics.runStart, this.#own, this.#unixMs(0) / 1000);
  }

  experiment(experiment: BegunExperiment): void {
    this.#experiment = experiment;
    const labels = this.#labelsOf(experiment);
    this.#store.hold(ownMetrics.experiment, labels, 1);
    this.#store.hold(ownMetrics.experimentStart, labels, this.#unixMs(experiment.startedAtMs) / 1000);
  }

  second(second: LoadProgress, { engine, scenario }: LoadName): void {
    const load = { experiment: this.#experiment?.name, scenario, engine };
    const counts = countsUntilNow(second);
    const values = countValues(counts, load);
    if (this.#load === undefined) this.#record(nothingOf(values), second.atMs - 1000);
    this.#record([...values, ...momentValues(second, load)], second.atMs);
    this.#load = { counts, atMs: second.atMs };
  }

  loaded(observation: LoadObservation): void {
    const { engine, scenario, startedAtMs, endedAtMs } = observation;
    const load = { experiment: this.#experiment?.name, scenario, engine };
    const values = countValues(finalCounts(observation, this.#load?.counts ?? nothingYet), load);
    if (this.#load === undefined) this.#record(nothingOf(values), startedAtMs);
    this.#record(values, Math.max(endedAtMs, (this.#load?.atMs ?? startedAtMs) + 1));
    this.#endLoad();
  }

  marked({ atMs, kind, label, service, replica }: Marker): void {
    const labels = { ...this.#own, experiment: this.#experiment?.name, kind, label, service, replica };
    const unixMs = this.#unixMs(atMs);
    this.#store.record(ownMetrics.marker, labels, unixMs / 1000, Math.max(this.#oldest, unixMs));
  }

  glimpsed(part: Observation): void {
    if (this.#experiment === undefined) return;
    const endedAtMs = this.#run.clock.nowMs();
    const told = { kind: '', title: '', question: '', markers: [], ...this.#experiment };
    this.#recordFamilies(this.#probed({ ...told, endedAtMs, observations: [part] }));
  }

  measured(_figures: () => readonly Figure[], experiment: Experiment): void {
    this.#leave(experiment);
  }

  /** ended: the run is over; all that is known of it at its end. */
  ended(result: RunResult): void {
    for (const experiment of result.experiments.filter(({ name }) => name === this.#experiment?.name)) {
      this.#leave(experiment);
    }
    this.#store.release(ownMetrics.run, this.#running, 'stale', this.#unixMs(result.durationMs));
    this.#store.release(
      ownMetrics.runStart,
      this.#own,
      this.#unixMs(0) / 1000,
      this.#unixMs(result.durationMs),
    );
    this.#recordFamilies(ownSamples(result).filter(([metric]) => endMetrics.includes(metric)));
  }

  #leave(experiment: Experiment): void {
    this.#endLoad();
    this.#recordFamilies(this.#probed(experiment));
    this.#store.end(watchedMetrics);
    const [labels, unixMs] = [this.#labelsOf(experiment), this.#unixMs(experiment.endedAtMs)];
    this.#store.release(ownMetrics.experiment, labels, 0, unixMs);
    this.#store.release(
      ownMetrics.experimentStart,
      labels,
      this.#unixMs(experiment.startedAtMs) / 1000,
      unixMs,
    );
    this.#store.record(ownMetrics.experimentEnd, labels, unixMs / 1000, unixMs);
    this.#experiment = undefined;
  }

  #endLoad(): void {
    this.#load = undefined;
    this.#store.end(loadMetrics);
  }

  #probed(experiment: Experiment): OwnFamily[] {
    return probeSamples({ startedAt: this.#run.clock.startedAt, experiments: [experiment] });
  }

  #record(values: readonly LoadValue[], atMs: number): void {
    for (const [metric, labels, value] of values) {
      this.#store.record(metric, { ...this.#own, ...labels }, value, this.#unixMs(atMs));
    }
  }

  #recordFamilies(families: readonly OwnFamily[]): void {
    for (const [metric, samples] of families) {
      for (const { labels, value, unixMs } of samples) {
        if (unixMs >= this.#oldest) this.#store.record(metric, { ...this.#own, ...labels }, value, unixMs);
      }
    }
  }

  get #running(): Labels {
    return { ...this.#own, ...runInfo('running', this.#run.environment) };
  }

  get #oldest(): number {
    return this.#unixMs(this.#run.clock.nowMs()) - takenMs;
  }

  #labelsOf(experiment: Pick<Experiment, 'name' | 'control'>): Labels {
    return { ...this.#own, ...experimentLabels(experiment) };
  }

  #unixMs(atMs: number): number {
    return unixMsOf(this.#run.clock, atMs);
  }
}
