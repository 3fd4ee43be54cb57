import type { RunClock } from '../model/clock.ts';
import type { Environment } from '../model/environment.ts';
import type { LoadObservation, LoadProgress } from '../model/load-observation.ts';
import type { LoadModel } from '../model/load-plan.ts';
import { resultSchemaVersion, type Experiment, type RunResult, type Warning } from '../model/result.ts';
import type { LoadName } from '../model/run-events.ts';
import { startPush, type Push } from './push.ts';
import type { ServerUrl } from './server-url.ts';

/** ToldLoad: a load that is no part of a suite; in Prometheus it is a run with one experiment, called alike. */
export interface ToldLoad extends LoadName {
  readonly suite: string;
  readonly load: LoadModel;
  readonly warmUpMs: number;
  readonly clock: RunClock;
  readonly environment: Environment;
}

/** LoadPush: a load on its way to a Prometheus server. */
export interface LoadPush extends Disposable {
  /** second is what an engine tells once a second. */
  second(second: LoadProgress): void;
  /** finish sends how the load ended, as a push of a run does, and resolves with what went wrong. */
  finish(observation: LoadObservation, interrupted: AbortSignal): Promise<readonly Warning[]>;
}

/** startLoadPush begins to push when a load begins; onTrouble is told once, when the first push has failed. */
export function startLoadPush(
  prometheus: ServerUrl,
  told: ToldLoad,
  onTrouble: (message: string) => void,
): LoadPush {
  const push = startPush(prometheus, onTrouble);
  const startedAtMs = told.clock.nowMs();
  push.events.begun(told);
  push.events.experiment({ name: told.suite, control: false, startedAtMs });
  push.events.marked({
    atMs: startedAtMs,
    kind: 'phase',
    label: told.warmUpMs > 0 ? 'warm-up' : labelOf(told.load),
  });
  return {
    second: (second) => push.events.second(second, told),
    finish: (observation, interrupted) => finish(push, told, { observation, startedAtMs, interrupted }),
    [Symbol.dispose]: () => push[Symbol.dispose](),
  };
}

interface Ended {
  readonly observation: LoadObservation;
  readonly startedAtMs: number;
  readonly interrupted: AbortSignal;
}

function finish(push: Push, told: ToldLoad, ended: Ended): Promise<readonly Warning[]> {
  const { observation, startedAtMs, interrupted } = ended;
  const { measuredFromMs, endedAtMs } = observation;
  push.events.loaded(observation);
  if (told.warmUpMs > 0) {
    push.events.marked({ atMs: measuredFromMs, kind: 'phase', label: labelOf(told.load) });
  }
  push.events.marked({ atMs: endedAtMs, kind: 'phase', label: 'quiet again' });
  const experiment: Experiment = {
    kind: told.suite,
    name: told.suite,
    title: told.scenario,
    question: '',
    control: false,
    startedAtMs,
    endedAtMs: told.clock.nowMs(),
    observations: [observation],
    markers: [],
  };
  return push.finish(resultOf(told, experiment, observation), interrupted);
}

function resultOf(
  { suite, clock, environment }: ToldLoad,
  experiment: Experiment,
  { valid, invalidReasons }: LoadObservation,
): RunResult {
  return {
    schemaVersion: resultSchemaVersion,
    tool: 'rehearse',
    suite,
    startedAt: clock.startedAt,
    durationMs: clock.nowMs(),
    settings: {},
    environment,
    planned: [],
    experiments: [experiment],
    analyses: [],
    figures: [],
    warnings: [],
    invalidReasons,
    state: valid ? 'complete' : 'invalid',
  };
}

function labelOf(load: LoadModel): string {
  return load.model === 'open' ? `${load.ratePerSecond}/s` : `${load.connections} connections`;
}
