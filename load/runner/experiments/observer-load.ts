import type { LoadProgress } from '../../model/load-observation.ts';
import type { ObserverPair } from '../../model/observer-observation.ts';
import { fineCpuMs } from '../../probes/proc-cpu.ts';
import type { Run } from '../run.ts';
import { abortable } from '../../targets/abortable.ts';
import { startLoad } from './load-under-way.ts';
import type { SideName } from './observer-sides.ts';
import type { Watch } from './observer-watch.ts';
import type { LoadSpec } from './plan.ts';

/** TurnsSpec: a load without its length, and the turns that sides take in it. */
export interface TurnsSpec {
  readonly load: LoadSpec;
  /** order: the sides of each pair of turns. */
  readonly order: readonly (readonly SideName[])[];
  /** countedSeconds of each turn; the one in which it was switched is one more. */
  readonly countedSeconds: number;
}

/** Turn: the seconds of one side; what cannot be told is NaN. */
interface Turn {
  readonly seconds: readonly LoadProgress[];
  readonly cpuMsPerRequest: number;
}

/** finishingMs: by how much a load is longer than its turns, since an engine does not begin at once; it is stopped after them. */
const finishingMs = 10_000;

/** nowhere: of these loads only the pairs are kept. */
const nowhere = { add: () => undefined, warn: () => undefined };

/**
 * loadInTurns keeps one load, of the same requests in the same proportions, on a system that is looked at and left alone
 * in turns, and pairs the seconds of neighbouring turns. The second in which it was switched is left out.
 */
export async function loadInTurns(
  { load, order, countedSeconds }: TurnsSpec,
  run: Run,
  watch: Watch,
): Promise<Omit<ObserverPair, 'round'>[]> {
  await using teardown = new AsyncDisposableStack();
  let next = Promise.withResolvers<LoadProgress | undefined>();
  const progress = watch.progress((second) => {
    next.resolve(second);
    next = Promise.withResolvers();
  });
  const durationMs = order.flat().length * (1 + countedSeconds) * 1000 + finishingMs;
  const { entryUrl } = watch.target;
  // In journeys, chance decides how many of the costly requests fall in a turn: that alone would be some percent.
  const prepared = { ...run.prepared, scenario: run.prepared.loop };
  const started = await startLoad(
    { ...run, prepared, progress },
    entryUrl,
    { ...load, durationMs },
    nowhere,
    teardown,
  );
  const ended = started.finished().then(() => undefined);
  // That a load failed is told by the next second that is waited for.
  ended.catch(() => undefined);
  const second = () => abortable(Promise.race([next.promise, ended]), run.interrupted);
  await abortable(started.measuring(), run.interrupted);
  const pairs: Omit<ObserverPair, 'round'>[] = [];
  for (const sides of order) {
    const turns: { [K in SideName]?: Turn } = {};
    for (const side of sides) {
      await watch.to(side);
      turns[side] = await turnOf(countedSeconds, second, watch);
    }
    pairs.push(...pairsOf(turns, 'connections' in load));
  }
  await started.stop();
  return pairs;
}

async function turnOf(
  countedSeconds: number,
  next: () => Promise<LoadProgress | undefined>,
  { target }: Watch,
): Promise<Turn> {
  const first = await next();
  const usedBefore = cpuMsOf(target);
  const seconds: LoadProgress[] = [];
  while (seconds.length < countedSeconds) {
    const second = await next();
    if (second === undefined) break;
    seconds.push(second);
  }
  const requests = answersIn(seconds.at(-1)) - answersIn(first);
  return { seconds, cpuMsPerRequest: (cpuMsOf(target) - usedBefore) / requests };
}

function answersIn(second: LoadProgress | undefined): number {
  const { ok, rejected, failed } = second?.totals ?? { ok: Number.NaN, rejected: 0, failed: 0 };
  return ok + rejected + failed;
}

/** pairsOf: what cannot be told is 0, and its pair is left out of the ratio. */
function pairsOf(
  { unobserved, observed }: { [K in SideName]?: Turn },
  closed: boolean,
): Omit<ObserverPair, 'round'>[] {
  if (unobserved === undefined || observed === undefined) return [];
  const both = unobserved.seconds.slice(0, observed.seconds.length);
  if (closed)
    return both.map(({ ok }, i) => ({
      measure: 'throughput',
      unobserved: ok,
      observed: observed.seconds[i]!.ok,
    }));
  const times = both.map(({ p50Ms }, i) => ({
    measure: 'response-time-p50' as const,
    unobserved: p50Ms ?? 0,
    observed: observed.seconds[i]!.p50Ms ?? 0,
  }));
  const cpu = {
    measure: 'cpu-per-request' as const,
    unobserved: usable(unobserved.cpuMsPerRequest),
    observed: usable(observed.cpuMsPerRequest),
  };
  return [...times, cpu];
}

function usable(value: number): number {
  return value > 0 && Number.isFinite(value) ? value : 0;
}

/** NaN where one of the replicas has no process on this machine that can be asked. */
function cpuMsOf(target: Watch['target']): number {
  return target
    .replicas()
    .map(({ pid }) => (pid === undefined ? undefined : fineCpuMs(pid)) ?? Number.NaN)
    .reduce((sum, one) => sum + one, 0);
}
