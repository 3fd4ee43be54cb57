import type { CapacityObservation } from '../../model/capacity-observation.ts';
import type { ShutdownObservation, Stop, StopExpectation } from '../../model/shutdown-observation.ts';
import { Redelivered } from '../../probes/redelivered.ts';
import { measureStop } from '../../probes/shutdown.ts';
import type { Told } from '../../subjects/subject.ts';
import type { ReplacementSpec } from '../../suites/experiments/replacement.ts';
import type { LoadResult } from '../../engines/engine.ts';
import type { Replica } from '../../targets/target.ts';
import { pause } from '../pause.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { accountOf, startLoad } from './load-under-way.ts';
import { checkControl } from './control.ts';
import { withRefusals } from './held-refusals.ts';
import { lossOf } from './loss.ts';
import { markAddition, markStop, readyAtMs } from './replica-marks.ts';
import { graceful } from './shutdown-cases/shutdown-case.ts';
import { startSystem, type StartedSystem } from './started-system.ts';

/** longestMs: the load is stopped when the last act is over; this only bounds it. */
const longestMs = 10 * 60_000;

const killed: StopExpectation = { lostRequests: null, exits: ['SIGKILL'], stragglers: null };

type Addition = Omit<CapacityObservation['additions'][number], 'firstAnswerAtMs'>;

/** Acts: what is done to the replicas, and what was seen of each so far. */
interface Acts {
  readonly run: Run;
  readonly spec: ReplacementSpec;
  readonly recording: Recording;
  readonly system: StartedSystem;
  readonly stops: Stop[];
  readonly additions: Addition[];
  /** heldBookings: what was acknowledged to requests that were held open over a signal. */
  readonly heldBookings: Told[];
}

/**
 * replacement scales the subject out, restarts every replica one by one, and scales it in again, while journeys go on.
 * At every signal to the scaled service requests are provably in flight at the replica that gets it. A restart adds the new replica before
 * it ends the old one, as a rolling update with a surge of one does.
 */
export async function replacement(spec: ReplacementSpec, run: Run, recording: Recording): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const replicas = { ...oneOfEach(run.subject), [run.subject.scaled]: spec.replicas.low };
  const system = await startSystem(run, spec.name, { replicas }, recording, teardown);
  const acts: Acts = { run, spec, recording, system, stops: [], additions: [], heldBookings: [] };
  let loaded: LoadResult | undefined;
  const redelivered = new Redelivered(() => system.target.replicas());
  teardown.defer(async () => record(acts, loaded, await redelivered.finish()));
  const load = await startLoad(
    run,
    system.target.entryUrl,
    { ...spec, durationMs: longestMs },
    recording,
    teardown,
  );
  await pause(spec.warmUpMs, run.interrupted);

  await scaleOut(acts);
  await pause(spec.pauseMs, run.interrupted);
  if (spec.restarted !== 'none') {
    await rollingRestart(acts);
    await pause(spec.pauseMs, run.interrupted);
  }
  await scaleIn(acts);
  await pause(spec.pauseMs, run.interrupted);

  loaded = await load.stop();
  checkControl(spec, loaded.observation, acts.stops.filter(heldOpen(run)), recording);
  run.progress.tell('reconciling bookings');
  recording.add(await run.subject.reconcile(system.databases, accountOf(loaded.journal, acts.heldBookings)));
  return outcome(acts, loaded);
}

async function scaleOut(acts: Acts): Promise<void> {
  const { low, high } = acts.spec.replicas;
  acts.recording.mark({ kind: 'scale', label: `scale-out ${low} → ${high}` });
  for (let count = low; count < high; count += 1) await add(acts, acts.run.subject.scaled, 'scale-out');
}

async function rollingRestart(acts: Acts): Promise<void> {
  acts.recording.mark({ kind: 'scale', label: 'rolling restart' });
  for (const service of restartedServices(acts))
    for (const replica of acts.system.target.replicas(service)) {
      await add(acts, service, 'rolling-restart');
      await end(acts, replica, 'rolling-restart');
    }
}

/** restartedServices: never the one at the entry, which nothing would take the place of for who has its address. */
function restartedServices({ spec, run, system: { target } }: Acts): readonly string[] {
  const { scaled, services } = run.subject;
  const others = services.filter(
    (service) => service !== scaled && target.replicas(service).every(({ url }) => url !== target.entryUrl),
  );
  return spec.restarted === 'all' ? [scaled, ...others] : [scaled];
}

async function scaleIn(acts: Acts): Promise<void> {
  const { low, high } = acts.spec.replicas;
  acts.recording.mark({ kind: 'scale', label: `scale-in ${high} → ${low}` });
  const scaled = acts.system.target.replicas(acts.run.subject.scaled);
  for (const replica of scaled.slice(low)) await end(acts, replica, 'scale-in');
}

async function add(acts: Acts, service: string, cause: Addition['cause']): Promise<void> {
  acts.run.interrupted.throwIfAborted();
  const requestedAtMs = acts.run.clock.nowMs();
  const replica = await acts.system.target.addReplica(service);
  const { name } = replica;
  acts.additions.push({ service, replica: name, cause, requestedAtMs, readyAtMs: readyAtMs(replica) });
  markAddition(acts.recording, replica, requestedAtMs);
}

async function end(acts: Acts, replica: Replica, cause: Stop['cause']): Promise<void> {
  acts.run.interrupted.throwIfAborted();
  const { spec, run, system } = acts;
  const count = heldOpen(run)(replica) ? spec.heldRequests : 0;
  const { stop, answers } = await measureStop({
    target: system.target,
    replica,
    signal: spec.signal,
    graceMs: spec.graceMs,
    cause,
    held: { count, request: (index) => run.prepared.heldRequest(index) },
  });
  const booked = answers.flatMap((answer) => run.prepared.heldAnswer(answer.status, answer.body) ?? []);
  acts.heldBookings.push(...booked);
  const ended = { ...stop, held: withRefusals(stop.held, answers.length - booked.length) };
  acts.stops.push(ended);
  acts.recording.glimpse(shutdownOf(spec, [ended], null));
  markStop(acts.recording, ended);
}

/** heldOpen: whether requests can be held open at a replica: a subject knows such requests of its scaled service alone. */
function heldOpen({ subject }: Run): (of: { readonly service: string }) => boolean {
  return ({ service }) => service === subject.scaled;
}

function record(acts: Acts, loaded: LoadResult | undefined, redelivered: number | null): void {
  const instances = loaded?.observation.instances ?? [];
  const firstAnswerAtMs = (replica: string): number | null =>
    instances.find(({ instance }) => instance === replica)?.firstAnswerAtMs ?? null;
  acts.recording.add({
    kind: 'capacity',
    additions: acts.additions.map((addition) => ({
      ...addition,
      firstAnswerAtMs: firstAnswerAtMs(addition.replica),
    })),
  });
  acts.recording.add(shutdownOf(acts.spec, acts.stops, redelivered));
}

function shutdownOf(
  { signal, control }: ReplacementSpec,
  stops: Stop[],
  redelivered: number | null,
): ShutdownObservation {
  return {
    kind: 'shutdown',
    case: control ? 'control' : 'replacement',
    signal,
    expected: control ? killed : graceful,
    stops,
    connections: null,
    redelivered,
  };
}

function outcome({ additions, stops, spec }: Acts, { observation }: LoadResult): string {
  const lost = lossOf(observation, stops);
  return `${additions.length} replicas added, ${stops.length} ended by ${spec.signal}: ${lost} requests lost`;
}
