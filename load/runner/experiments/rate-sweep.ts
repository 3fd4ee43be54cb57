import type { LoadResult } from '../../engines/engine.ts';
import type { RateSweepSpec } from '../../suites/experiments/rate-sweep.ts';
import { baseDoubts, isKept, sweepPoint } from '../analyses/sweep-point.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { accountOf, startLoad } from './load-under-way.ts';
import { nextRate, type MeasuredRate } from './sweep-rates.ts';
import { startSystem } from './started-system.ts';

/**
 * hopelessFactor: a second whose p50 is so many times the budget of p99 ends the rate: what follows would only pile up.
 * In the shortest warm-up it does not: a fresh system may catch up with what its compilers held back.
 */
const hopelessFactor = 10;

/** rateSweep measures rising rates, each on a fresh system, until the budget is broken; then it closes in on the end. */
export async function rateSweep(spec: RateSweepSpec, run: Run, recording: Recording): Promise<string> {
  const measured: MeasuredRate[] = [];
  for (let rate = nextRate(spec, measured); rate !== undefined; rate = nextRate(spec, measured)) {
    const { observation } = await loadAt(rate, spec, run, recording);
    const point = sweepPoint(observation, spec.budgetP99Ms);
    if (measured.length === 0)
      for (const reason of baseDoubts(observation, point)) recording.invalidate(reason);
    const { keepsBudget, p99Ms } = point;
    measured.push({ rate, kept: isKept(point) });
    run.progress.tell(
      `${rate} journeys/s: p99 ${p99Ms?.toFixed(1) ?? '–'} ms, keeps the budget: ${keepsBudget}`,
    );
  }
  const best = Math.max(0, ...measured.filter(({ kept }) => kept).map(({ rate }) => rate));
  return `p99 within ${spec.budgetP99Ms} ms up to ${best} journeys/s, ${measured.length} rates measured`;
}

async function loadAt(
  rate: number,
  spec: RateSweepSpec,
  run: Run,
  recording: Recording,
): Promise<LoadResult> {
  await using teardown = new AsyncDisposableStack();
  const topology = { replicas: oneOfEach(run.subject) };
  const system = await startSystem(run, `${spec.name}-${rate}`, topology, recording, teardown);
  recording.mark({ kind: 'phase', label: `${rate} journeys/s` });
  const load = await startLoad(
    run,
    system.target.entryUrl,
    { ...spec, ratePerSecond: rate },
    recording,
    teardown,
  );
  const hopelessMs = spec.budgetP99Ms * hopelessFactor;
  const judgedFromMs = run.clock.nowMs() + spec.warmUpMs;
  const loaded = await load.finishedUnless(
    ({ atMs, p50Ms }) => atMs > judgedFromMs && (p50Ms ?? 0) > hopelessMs,
  );
  run.progress.tell('reconciling bookings');
  recording.add(await run.subject.reconcile(system.databases, accountOf(loaded.journal)));
  return loaded;
}
