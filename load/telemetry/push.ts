import { ownJob } from '../model/own-metrics.ts';
import type { RunResult, Warning } from '../model/result.ts';
import type { BegunRun, RunEvents } from '../model/run-events.ts';
import { Patience } from './patience.ts';
import { type Delivery, post } from './post.ts';
import { RunTelemetry } from './run-telemetry.ts';
import { SeriesStore } from './series-store.ts';
import type { ServerUrl } from './server-url.ts';
import { Trouble } from './trouble.ts';

/** PushTimes: how often is pushed, and how long a server may take; the last push may take longer. */
export interface PushTimes {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly lastTimeoutMs: number;
  /** interruptedMs: how long the end may take once somebody wants to be gone; at least timeoutMs. */
  readonly interruptedMs: number;
}

const usualTimes: PushTimes = {
  intervalMs: 1000,
  timeoutMs: 2000,
  lastTimeoutMs: 5000,
  interruptedMs: 2000,
};

/** Push: what happens in a run, on its way to a Prometheus server. */
export interface Push extends Disposable {
  /** events: what is to be told to it; it takes it down and returns. */
  readonly events: RunEvents;
  /**
   * finish sends what is left and how the run ended, and resolves with what went wrong; within seconds, whatever the
   * server does, and sooner after an interruption, before or while it sends.
   */
  finish(result: RunResult, interrupted: AbortSignal): Promise<readonly Warning[]>;
}

/**
 * startPush begins to push when a run has begun. Nobody waits for it: what a server does not take is sent again with what
 * has come since. onTrouble is told once, when the first push has failed.
 */
export function startPush(
  prometheus: ServerUrl,
  onTrouble: (message: string) => void,
  times: PushTimes = usualTimes,
): Push {
  const push = new RunPush(prometheus, new Trouble(prometheus.base, onTrouble), times);
  return {
    events: push.events(),
    finish: (result, interrupted) => push.finish(result, interrupted),
    [Symbol.dispose]: () => push.stop(),
  };
}

class RunPush {
  readonly #store = new SeriesStore();
  readonly #prometheus: ServerUrl;
  readonly #trouble: Trouble;
  readonly #times: PushTimes;
  #run: BegunRun | undefined;
  #telemetry: RunTelemetry | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;

  constructor(prometheus: ServerUrl, trouble: Trouble, times: PushTimes) {
    [this.#prometheus, this.#trouble, this.#times] = [prometheus, trouble, times];
  }

  events(): RunEvents {
    return {
      begun: (run) => this.#begin(run),
      experiment: (experiment) => this.#telemetry?.experiment(experiment),
      second: (second, load) => this.#telemetry?.second(second, load),
      loaded: (observation) => this.#telemetry?.loaded(observation),
      marked: (marker) => this.#telemetry?.marked(marker),
      glimpsed: (part) => this.#telemetry?.glimpsed(part),
      measured: (figures, experiment) => this.#telemetry?.measured(figures, experiment),
    };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async finish(result: RunResult, interrupted: AbortSignal): Promise<readonly Warning[]> {
    this.stop();
    using patience = new Patience(interrupted, this.#times.interruptedMs);
    await this.#sending;
    this.#telemetry?.ended(result);
    await this.#send(this.#times.lastTimeoutMs, patience.over);
    return this.#trouble.warnings();
  }

  #begin(run: BegunRun): void {
    this.#run = run;
    this.#telemetry = new RunTelemetry(this.#store, run);
    this.#telemetry.begun();
    this.#timer = setInterval(() => this.#sendUnlessBusy(), this.#times.intervalMs).unref();
    this.#sendUnlessBusy();
  }

  #sendUnlessBusy(): void {
    this.#sending ??= this.#send(this.#times.timeoutMs).finally(() => {
      this.#sending = undefined;
    });
  }

  async #send(timeoutMs: number, over?: AbortSignal): Promise<void> {
    if (this.#run === undefined) return;
    const { clock } = this.#run;
    const batch = this.#store.batch(Date.parse(clock.startedAt) + clock.nowMs());
    if (batch.series.length === 0) return;
    // Most commands push nothing, and OpenTelemetry takes a tenth of a second to load.
    const { otlpRequest } = await import('./otlp-request.ts');
    const body = otlpRequest({ job: ownJob, instance: clock.startedAt }, batch.series);
    const delivery: Delivery = await post(this.#prometheus, body, timeoutMs, over);
    this.#trouble.take(delivery);
    if (delivery.arrived || delivery.lost) batch.done();
  }
}
