import type { LoadObservation } from '../../model/load-observation.ts';
import type { Observation } from '../../model/observation.ts';
import { memoryProbe } from '../../probes/memory.ts';
import type { Watched } from '../../probes/probe.ts';
import { RetainedMemory } from '../../probes/retained-memory.ts';
import { runtimeProbe } from '../../probes/runtime.ts';
import type { LeakSpec } from '../../suites/experiments/leak.ts';
import { abortable } from '../../targets/abortable.ts';
import { isInspectable } from '../../targets/target.ts';
import { pause } from '../pause.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { inspectable } from './inspectable.ts';
import { accountOf, startLoad, type LoadUnderWay } from './load-under-way.ts';
import { startSystem, type StartedSystem } from './started-system.ts';

/** Watch: what watches the replicas, and this program itself, during a leak experiment. */
interface Watch {
  readonly memory: ReturnType<typeof memoryProbe.start>;
  readonly retained: RetainedMemory;
  /** loaded: there is a load, whose engine is to be watched as well. */
  loaded(load: LoadUnderWay): void;
}

/** leak keeps a constant rate on one replica of each service, and reads what they still hold after each block of it. */
export async function leak(spec: LeakSpec, run: Run, recording: Recording): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const inspected = { ...run, subject: inspectable(run.subject) };
  const topology = { replicas: oneOfEach(run.subject) };
  const system = await startSystem(inspected, spec.name, topology, recording, teardown);
  const watch = startWatch(spec, run, system, recording, teardown);

  run.progress.tell('idle');
  await watch.memory.during('idle', () => pause(spec.idleMs, run.interrupted));
  await watch.retained.read('idle', false);
  if (spec.heapSnapshots) recording.warn(snapshotsShow);
  await snapshot('before', watch, spec, run, recording);
  const load = await startLoad(run, system.target.entryUrl, loadOf(spec), recording, teardown);
  watch.loaded(load);
  await underLoad(spec, run, recording, watch, load);
  const { observation, journal } = await load.finished();
  judgeLoad(observation, spec, recording);
  await afterLoad(spec, run, recording, watch);

  run.progress.tell('reconciling bookings');
  recording.add(await run.subject.reconcile(system.databases, accountOf(journal)));
  return `${spec.blocks} blocks of load, ${observation.measured.ledger.sent} requests`;
}

/** toldLateMs: a load tells once a second that it is being measured; it lasts for so much longer than what is read meanwhile. */
const toldLateMs = 1000;

function loadOf(spec: LeakSpec) {
  const { ratePerSecond, warmUpMs, untilSteady, plateauMs, blocks, blockMs } = spec;
  const durationMs = plateauMs + blocks * blockMs + toldLateMs;
  return { ratePerSecond, warmUpMs, untilSteady, durationMs };
}

function startWatch(
  spec: LeakSpec,
  run: Run,
  { target }: StartedSystem,
  recording: Recording,
  teardown: AsyncDisposableStack,
): Watch {
  const ours: Watched[] = [ownProcess('harness', process.pid)];
  let load: LoadUnderWay | undefined;
  const tell = (part: Observation): void => recording.glimpse(part);
  const memory = memoryProbe.start(() => [...target.replicas(), ...ours], run.clock, tell);
  teardown.defer(async () => recording.add(await memory.finish()));
  const runtime = runtimeProbe.start(() => [...target.replicas(), ...ours], run.clock, tell);
  teardown.defer(async () => recording.add(await runtime.finish()));
  const replicas = target.replicas().map((replica) => ({
    ...replica,
    inspectorUrl: isInspectable(target) ? target.inspectorUrl(replica) : undefined,
  }));
  const { clock } = run;
  const { leakLimitBytesPerRequest } = spec;
  const clientRequests = (): number | null => load?.latest()?.totals.scheduled ?? null;
  const retained = new RetainedMemory(replicas, { clock, leakLimitBytesPerRequest, clientRequests });
  teardown.defer(() => recording.add(retained.finish()));
  return {
    memory,
    retained,
    loaded: (started) => {
      load = started;
      ours.push(ownProcess('engine', started.pid));
    },
  };
}

/** ownProcess: this program's own parts are watched like a replica, so that a result shows that they do not grow. */
function ownProcess(name: string, pid: number): Watched {
  return { service: 'rehearse', name, pid, metricsUrl: undefined };
}

/** Moments are counted from the end of the warm-up, so that what the readings take does not add up. */
async function underLoad(
  spec: LeakSpec,
  run: Run,
  recording: Recording,
  watch: Watch,
  load: LoadUnderWay,
): Promise<void> {
  const { memory, retained } = watch;
  recording.mark({ kind: 'phase', label: 'warm-up' });
  await abortable(load.measuring(), run.interrupted);
  const measuringFromMs = run.clock.nowMs();
  recording.mark({ kind: 'phase', label: 'measuring' });
  await memory.during('under_load', () => pause(spec.plateauMs, run.interrupted));
  await retained.read('under_load', false);
  await retained.settle();
  for (let block = 1; block <= spec.blocks; block += 1) {
    const endMs = measuringFromMs + spec.plateauMs + block * spec.blockMs;
    await pause(Math.max(0, endMs - run.clock.nowMs()), run.interrupted);
    await retained.read('block', true);
  }
}

async function afterLoad(spec: LeakSpec, run: Run, recording: Recording, watch: Watch): Promise<void> {
  const { memory, retained } = watch;
  recording.mark({ kind: 'phase', label: 'quiet again' });
  run.progress.tell('quiet again');
  await memory.during('after_load', () => pause(spec.afterMs, run.interrupted));
  await retained.read('after_load', false);
  await retained.read('after_gc', true);
  await memory.during('after_gc', () => pause(spec.afterMs, run.interrupted));
  await snapshot('after', watch, spec, run, recording);
}

const snapshotsShow = {
  code: 'heap-snapshots',
  message: 'to write down its heap takes a replica as much memory again: its high-water mark includes that.',
  advice: 'Run without --heap-snapshots for the high-water mark of the load.',
};

/** A snapshot that fails is worth a warning, not a run. */
async function snapshot(
  when: 'before' | 'after',
  { retained }: Watch,
  spec: LeakSpec,
  run: Run,
  recording: Recording,
): Promise<void> {
  if (!spec.heapSnapshots) return;
  run.progress.tell(`writing down the heaps ${when} the load`);
  try {
    await retained.snapshot(when, run.output);
  } catch (error) {
    recording.warn({
      code: 'heap-snapshot',
      message: `there is no heap snapshot ${when} the load: ${(error as Error).message}.`,
    });
  }
}

/** invalidating: a late or hindered generator does not touch what is judged here, which is memory over requests served. */
const invalidating: ReadonlySet<string> = new Set(['ledger', 'engine', 'warm-up']);

function judgeLoad({ invalidReasons }: LoadObservation, spec: LeakSpec, recording: Recording): void {
  for (const reason of invalidReasons) {
    if (invalidating.has(reason.guard)) recording.invalidate(reason);
    else recording.warn({ code: reason.guard, message: `${spec.title}: ${reason.message}` });
  }
}
