import type { ObserverMeasure, ObserverPair } from '../../model/observer-observation.ts';
import type { ObserverEffectSpec } from '../../suites/experiments/observer-effect.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { loadObserverSide, type Loaded } from './observer-load.ts';
import { lookers, sidesOf, startSides, type Looker, type Side, type Sides } from './observer-sides.ts';
import type { LoadSpec } from './plan.ts';

/**
 * observerEffect loads two systems in turns, one observed and one not, on databases that begin alike. They run side by
 * side, so that what the machine does meanwhile comes to both, and are started anew for each round.
 */
export async function observerEffect(
  spec: ObserverEffectSpec,
  run: Run,
  recording: Recording,
  probes: readonly Looker[] = lookers,
): Promise<string> {
  const pairs: ObserverPair[] = [];
  try {
    for (let round = 1; round <= spec.rounds; round += 1) {
      await using teardown = new AsyncDisposableStack();
      const sides = await startSides(spec.name, run, recording, teardown, probes);
      await oneRound(round, spec, run, sides, pairs);
    }
  } finally {
    recording.add({ kind: 'observer', sides: sidesOf(run, probes), pairs });
  }
  return `${spec.rounds} × ${spec.pairs} pairs of loads, observed and unobserved`;
}

async function oneRound(
  round: number,
  spec: ObserverEffectSpec,
  run: Run,
  sides: Sides,
  pairs: ObserverPair[],
): Promise<void> {
  const { warmUpMs, durationMs } = spec;
  const open = { ratePerSecond: spec.ratePerSecond, warmUpMs, durationMs };
  const closed = { connections: spec.connections, warmUpMs, durationMs };
  for (const load of [closed, open]) await settle({ ...load, durationMs: spec.settleMs }, run, sides);
  for (let count = 0; count < spec.pairs; count += 1) {
    for (const load of [open, closed]) {
      run.progress.tell(`round ${round} of ${spec.rounds}, pair ${count + 1} of ${spec.pairs}`);
      const found = await pairOf(load, firstOf(round + count), runOf(run, round, count), sides);
      pairs.push(...found.map((pair) => ({ ...pair, round })));
    }
  }
}

/** What a runtime compiles under its first load would count as an effect; both at once, since nothing is measured. */
async function settle(load: LoadSpec, run: Run, sides: Sides): Promise<void> {
  run.progress.tell('settling');
  await Promise.all([sides.unobserved, sides.observed].map((side) => loadObserverSide(load, run, side)));
}

function firstOf(turn: number): readonly Side['name'][] {
  return turn % 2 === 0 ? ['unobserved', 'observed'] : ['observed', 'unobserved'];
}

/** runOf: both loads of a pair draw the same, and no two pairs do. */
function runOf(run: Run, round: number, count: number): Run {
  return { ...run, seed: run.seed + 1000 * round + count };
}

async function pairOf(
  load: LoadSpec,
  order: readonly Side['name'][],
  run: Run,
  sides: Sides,
): Promise<Omit<ObserverPair, 'round'>[]> {
  const found: { [K in Side['name']]?: Loaded } = {};
  for (const name of order) found[name] = await loadObserverSide(load, run, sides[name]);
  const measures: readonly ObserverMeasure[] =
    'connections' in load ? ['throughput'] : ['response-time-p50', 'cpu-per-request'];
  return measures.map((measure) => ({
    measure,
    unobserved: found.unobserved?.[measure] ?? 0,
    observed: found.observed?.[measure] ?? 0,
  }));
}
