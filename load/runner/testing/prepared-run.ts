import type { Backing } from '../../backing/backing.ts';
import { embeddedPostgres } from '../../backing/embedded-postgres.ts';
import { autocannonEngine } from '../../engines/autocannon.ts';
import { pacedEngine } from '../../engines/paced.ts';
import { startRunClock } from '../../model/clock.ts';
import type { Experiment } from '../../model/result.ts';
import { bookingPlatform } from '../../subjects/booking-platform/booking-platform.ts';
import type { Subject } from '../../subjects/subject.ts';
import type { ExperimentSpec } from '../../suites/suite.ts';
import { processTarget } from '../../targets/process.ts';
import type { Target } from '../../targets/target.ts';
import { startReaper } from '../../targets/reaper.ts';
import { runExperiment } from '../experiments/experiment.ts';
import { prepare } from '../prepare.ts';
import { Recording } from '../recording.ts';
import type { Run } from '../run.ts';

/** PreparedRun: real services on a real database, ready for one experiment after the other. */
export interface PreparedRun extends AsyncDisposable {
  readonly run: Run;
  /** done does an experiment and gives what was seen, with what was said against it. */
  done(spec: ExperimentSpec): Promise<{ readonly experiment: Experiment; readonly recording: Recording }>;
}

/** Ground: what a subject runs on. */
interface Ground {
  readonly target: Target;
  readonly backing: Backing;
}

/**
 * prepareRun seeds a subject, the booking platform unless another is given, as a run does, as processes unless told
 * otherwise; dispose it to end all that was started.
 */
export async function prepareRun(
  subject: Subject = bookingPlatform,
  ground: Ground = { target: processTarget, backing: embeddedPostgres() },
): Promise<PreparedRun> {
  const teardown = new AsyncDisposableStack();
  const guard = await startReaper();
  teardown.defer(() => guard.close());
  const progress = { begin: () => {}, tell: () => {}, end: () => {} };
  const order = {
    subject,
    ...ground,
    engine: pacedEngine,
    generatorCores: undefined,
    closedEngine: autocannonEngine,
    guard,
    progress,
    interrupted: new AbortController().signal,
    seed: 7,
  };
  const clock = startRunClock();
  const { prepared, backing, directory } = await prepare(order, clock, teardown);
  const run: Run = { ...order, clock, prepared, backing, directory, output: directory };
  return {
    run,
    done: async (spec) => {
      const recording = new Recording(spec, clock);
      await runExperiment(spec, run, recording);
      return { recording, experiment: recording.experiment() };
    },
    [Symbol.asyncDispose]: () => teardown.disposeAsync(),
  };
}
