import type { LoadResult } from '../../engines/engine.ts';
import { randomOf, Stream } from '../../engines/paced/random.ts';
import { Redelivered } from '../../probes/redelivered.ts';
import { type ShutdownCaseSpec, shutdownCaseNames } from '../../suites/experiments/shutdown-case.ts';
import { pause } from '../pause.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { checkLoad } from './control.ts';
import { accountOf, startLoad } from './load-under-way.ts';
import { lossOf } from './loss.ts';
import { shutdownCases } from './shutdown-cases/index.ts';
import { Stage } from './shutdown-cases/stage.ts';
import { startSystem } from './started-system.ts';

/** longestMs: the load is stopped when the case is over; this only bounds it. */
const longestMs = 5 * 60_000;
/** afterwardsMs: of plain load after the last stop, in which a late loss would show. */
const afterwardsMs = 500;

/** shutdownCase plays one case beside a steady load on a system of its own, and reconciles what clients were told. */
export async function shutdownCase(spec: ShutdownCaseSpec, run: Run, recording: Recording): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const system = await startSystem(run, spec.name, { replicas: oneOfEach(run.subject) }, recording, teardown);
  const random = randomOf(run.seed, Stream.signals, shutdownCaseNames.indexOf(spec.case));
  const stage = new Stage(run, system, random, recording, spec.graceMs);
  const redelivered = new Redelivered(() => system.target.replicas());
  teardown.defer(async () => record(spec, stage, await redelivered.finish(), recording));
  const load = { ...spec, durationMs: longestMs };
  const started = await startLoad(run, system.target.entryUrl, load, recording, teardown);
  await pause(spec.warmUpMs, run.interrupted);

  await shutdownCases[spec.case].act(stage);
  await pause(afterwardsMs, run.interrupted);

  const loaded = await started.stop();
  checkLoad(spec.title, loaded.observation, recording);
  await reconcile(run, stage, loaded, recording);
  return `${stage.stops.length} stops: ${lossOf(loaded.observation, stage.stops)} requests lost`;
}

async function reconcile(
  run: Run,
  stage: Stage,
  { journal }: LoadResult,
  recording: Recording,
): Promise<void> {
  run.progress.tell('reconciling bookings');
  recording.add(await run.subject.reconcile(stage.system.databases, accountOf(journal, stage.booked)));
}

function record(
  spec: ShutdownCaseSpec,
  stage: Stage,
  redelivered: number | null,
  recording: Recording,
): void {
  recording.add({
    kind: 'shutdown',
    case: spec.case,
    signal: 'SIGTERM',
    expected: shutdownCases[spec.case].expected(stage.run.subject.stopping),
    stops: stage.stops,
    connections: stage.connections,
    redelivered,
  });
}
