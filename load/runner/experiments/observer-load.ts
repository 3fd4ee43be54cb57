import type { LoadObservation } from '../../model/load-observation.ts';
import type { ObserverMeasure } from '../../model/observer-observation.ts';
import { fineCpuMs } from '../../probes/proc-cpu.ts';
import type { Run } from '../run.ts';
import { abortable } from '../../targets/abortable.ts';
import { startLoad } from './load-under-way.ts';
import type { Side } from './observer-sides.ts';
import type { LoadSpec } from './plan.ts';

/** Loaded: what one load gave; a measure that it cannot give is 0, and its pair is left out of the ratio. */
export type Loaded = { readonly [K in ObserverMeasure]: number };

/** loadObserverSide puts a load on a side, with every probe at work if that is the observed one. */
export async function loadObserverSide(load: LoadSpec, run: Run, side: Side): Promise<Loaded> {
  return side.name === 'observed'
    ? observed(() => loadedBy(load, run, side), run, side)
    : loadedBy(load, alone(run), side);
}

/** alone: the run without those who are told of each second: what a page costs that shows it belongs to being observed. */
function alone(run: Run): Run {
  return { ...run, progress: { ...run.progress, tell: () => undefined, second: () => undefined } };
}

async function observed<T>(work: () => Promise<T>, run: Run, { target, lookers }: Side): Promise<T> {
  const probes = lookers.map((probe) => probe.start(() => target.replicas(), run.clock));
  try {
    return await work();
  } finally {
    await Promise.all(probes.map((probe) => probe.finish()));
  }
}

/** nowhere: of these loads only the pairs are kept. */
const nowhere = { add: () => undefined, warn: () => undefined };

async function loadedBy(load: LoadSpec, run: Run, { target }: Side): Promise<Loaded> {
  await using teardown = new AsyncDisposableStack();
  const before = cpuMsOf(target);
  const started = await startLoad(run, target.entryUrl, load, nowhere, teardown);
  const { observation } = await abortable(started.finished(), run.interrupted);
  const usedMs = cpuMsOf(target) - before;
  return measured(observation, usedMs);
}

function measured(
  { measured: { durationMs, ledger, responseTimeMs }, warmUp }: LoadObservation,
  usedMs: number,
): Loaded {
  const requests = ledger.sent + warmUp.sent;
  return {
    'response-time-p50': responseTimeMs.p50 ?? 0,
    throughput: durationMs > 0 ? (ledger.ok * 1000) / durationMs : 0,
    'cpu-per-request': usedMs > 0 && requests > 0 ? usedMs / requests : 0,
  };
}

/** NaN where one of the replicas has no process on this machine that can be asked. */
function cpuMsOf(target: Side['target']): number {
  return target
    .replicas()
    .map(({ pid }) => (pid === undefined ? undefined : fineCpuMs(pid)) ?? Number.NaN)
    .reduce((sum, one) => sum + one, 0);
}
