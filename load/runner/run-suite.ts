import type { Engine } from '../engines/engine.ts';
import { allowedCores } from '../engines/process/cores.ts';
import type { Awake } from '../model/awake.ts';
import { startRunClock, type RunClock } from '../model/clock.ts';
import type { Environment } from '../model/environment.ts';
import type { Figure } from '../model/figure.ts';
import type { InvalidReason } from '../model/load-observation.ts';
import { resultSchemaVersion, type Experiment, type RunResult, type Warning } from '../model/result.ts';
import type { Suite } from '../suites/suite.ts';
import { analysesOf } from './analyses/analyses.ts';
import { loadAverage1m, readEnvironment } from './environment.ts';
import { runExperiment } from './experiments/experiment.ts';
import { endingOf, type Ending } from './ending.ts';
import { figuresOf } from './figures/figures.ts';
import { watched } from './guards/watched.ts';
import { pinHarness, pinningText, planPinning, type Pinning } from './pinning.ts';
import { watchBacking } from './lost-backing.ts';
import { prepare } from './prepare.ts';
import { Recording } from './recording.ts';
import type { Run } from './run.ts';
import { showHeadroom } from './show-headroom.ts';
import type { SystemOrder } from './seeded-system.ts';
import { engineWarnings, warningsOf } from './warnings.ts';

/** RunOrder: all that a run is made of. */
export interface RunOrder extends SystemOrder {
  readonly suite: Suite;
  readonly engine: Engine;
  readonly closedEngine: Engine;
  readonly seed: number;
  /** browser: the Chromium that visits the web page during a steady load; absent where none is to. */
  readonly browser?: string;
  /** pin: whether generator and services are to have cores of their own where there are enough. */
  readonly pin: boolean;
  /** idleProcessors: whether they are kept awake meanwhile, in words. */
  readonly idleProcessors: Awake['text'];
  /** output: the directory for what a run leaves beside its result. */
  readonly output: string;
  readonly settings: RunResult['settings'];
}

/** Seen: what a run has until now; it outlives whatever ends the run. */
interface Seen {
  readonly clock: RunClock;
  environment: Environment;
  readonly experiments: Experiment[];
  readonly invalidReasons: InvalidReason[];
  readonly warnings: Warning[];
}

/**
 * runSuite prepares the subject, does the suite's experiments one after the other, and tears everything down. It always
 * resolves with a result: one that was interrupted or failed holds what was measured until then and says so.
 * Rejects only with what happened before anything could be measured: a Problem of kind `usage`.
 */
export async function runSuite(order: RunOrder): Promise<RunResult> {
  const loadBefore = loadAverage1m();
  const pinning: Pinning = order.pin
    ? await pinHarness(planPinning(allowedCores()))
    : { pinned: false, reason: '--pin is off' };
  const seen: Seen = {
    clock: startRunClock(),
    environment: await readEnvironment([], loadBefore, {
      pinning: pinningText(pinning),
      idleProcessors: order.idleProcessors,
    }),
    experiments: [],
    invalidReasons: [],
    warnings: [],
  };
  const { clock, environment } = seen;
  order.progress.begun?.({ suite: order.suite.name, clock, environment });
  try {
    await runExperiments(order, seen, pinning.pinned ? pinning.generatorCores : undefined);
  } catch (error) {
    const ending = endingOf(error, order.interrupted, seen.experiments);
    if (ending === undefined) throw error;
    return resultOf(order, seen, ending);
  }
  return resultOf(order, seen, { state: seen.invalidReasons.length > 0 ? 'invalid' : 'complete' });
}

async function runExperiments(
  order: RunOrder,
  seen: Seen,
  generatorCores: Run['generatorCores'],
): Promise<void> {
  await using teardown = new AsyncDisposableStack();
  const { prepared, backing, directory, images } = await prepare(order, seen.clock, teardown);
  const { name, version, settings } = backing;
  seen.environment = {
    ...seen.environment,
    backing: [{ name, version, settings: { ...settings } }],
    ...(images.length === 0 ? {} : { images: [...images] }),
  };
  const { budgets } = order.suite;
  const lost = watchBacking(backing);
  teardown.defer(() => lost.end());
  const interrupted = AbortSignal.any([order.interrupted, lost.signal]);
  const { clock } = seen;
  const run: Run = { ...order, interrupted, budgets, generatorCores, clock, prepared, backing, directory };
  const lack = await showHeadroom(run, order.suite.experiments);
  if (lack !== undefined) seen.invalidReasons.push(lack);
  for (const spec of order.suite.experiments) {
    interrupted.throwIfAborted();
    const recording = new Recording(spec, seen.clock, order.progress);
    order.progress.begin(spec.title);
    order.progress.experiment?.(recording.experiment());
    try {
      const experiment = () => runExperiment(spec, run, recording);
      order.progress.end(
        await (spec.unwatched === true ? experiment() : watched(spec, run, recording, experiment)),
      );
    } catch (error) {
      // What the services say when their database is gone is not what went wrong.
      throw backing.failure() ?? error;
    } finally {
      seen.experiments.push(recording.experiment());
      seen.invalidReasons.push(...recording.invalidReasons);
      seen.warnings.push(...recording.warnings);
    }
    order.progress.measured?.(() => figuresUntilNow(order, seen), seen.experiments.at(-1)!);
  }
  order.progress.begin('Tear down');
  await teardown.disposeAsync();
  order.progress.end('nothing left running');
}

function figuresUntilNow({ suite, subject }: RunOrder, { experiments }: Seen): readonly Figure[] {
  return figuresOf(experiments, analysesOf(experiments, suite.experiments), subject.scaled, suite.budgets);
}

function resultOf(order: RunOrder, seen: Seen, ending: Ending): RunResult {
  const analyses = analysesOf(seen.experiments, order.suite.experiments);
  return {
    schemaVersion: resultSchemaVersion,
    tool: 'rehearse',
    suite: order.suite.name,
    startedAt: seen.clock.startedAt,
    durationMs: seen.clock.nowMs(),
    settings: order.settings,
    environment: seen.environment,
    planned: order.suite.experiments.map(({ kind, name, title }) => ({ kind, name, title })),
    experiments: seen.experiments,
    analyses: [...analyses],
    figures: figuresOf(seen.experiments, analyses, order.subject.scaled, order.suite.budgets),
    warnings: [...warningsOf(seen.environment), ...seen.warnings, ...engineWarnings(seen.experiments)],
    invalidReasons: seen.invalidReasons,
    ...ending,
  };
}
