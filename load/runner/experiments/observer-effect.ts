import type { ObserverPair } from '../../model/observer-observation.ts';
import type { ObserverEffectSpec } from '../../suites/experiments/observer-effect.ts';
import { glanceEveryMs } from '../../probes/metrics-scrape.ts';
import { abortable } from '../../targets/abortable.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { startLoad } from './load-under-way.ts';
import { loadInTurns } from './observer-load.ts';
import { lookers, sidesOf, type Looker, type SideName } from './observer-sides.ts';
import { startWatch, type Watch } from './observer-watch.ts';

/**
 * observerEffect has one system looked at and left alone in turns while a load goes on, as a crossover trial does. Two
 * processes of the same program differ by some percent, in where their memory lies and what their runtime compiled
 * (Mytkowicz et al., Producing wrong data without doing anything obviously wrong, ASPLOS 2009); the turns of one do not,
 * and neither do those of one generator. Turns come as ABBA, by which what rises or falls steadily meanwhile cancels out.
 * What is left over from one start to the next is in the interval: it is over starts, never over turns.
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
      const watch = await startWatch(spec.name, run, recording, teardown, probes);
      await oneRound(round, spec, { ...run, seed: run.seed + round }, watch, pairs);
    }
  } finally {
    recording.add({ kind: 'observer', sides: sidesOf(run, probes), pairs });
  }
  return `${spec.rounds} starts, each observed and unobserved in ${spec.pairs} pairs of turns of each load`;
}

async function oneRound(
  round: number,
  spec: ObserverEffectSpec,
  run: Run,
  watch: Watch,
  pairs: ObserverPair[],
): Promise<void> {
  const { warmUpMs, durationMs, connections, ratePerSecond } = spec;
  const order = Array.from({ length: spec.pairs }, (_, pair) => orderOf(round + pair));
  await settle(spec, run, watch);
  for (const load of [{ ratePerSecond }, { connections }]) {
    run.progress.tell(
      `start ${round} of ${spec.rounds}, ${'connections' in load ? 'closed' : 'open'} load in turns`,
    );
    const found = await loadInTurns(
      { load: { ...load, warmUpMs, durationMs }, order, countedSeconds: countedSecondsOf(durationMs) },
      run,
      watch,
    );
    pairs.push(...found.map((pair) => ({ ...pair, round })));
  }
}

/**
 * What a runtime compiles under its first load would count as an effect, and so would what it throws away when services
 * are switched for the first time: V8 then gives up some eighty compiled functions, and at no later switch. So it is left
 * alone at first, and then looked at.
 */
async function settle(
  { connections, warmUpMs, settleMs }: ObserverEffectSpec,
  run: Run,
  watch: Watch,
): Promise<void> {
  run.progress.tell('settling');
  await using teardown = new AsyncDisposableStack();
  await watch.to('unobserved');
  const load = { connections, warmUpMs, durationMs: settleMs };
  const nowhere = { add: () => undefined, warn: () => undefined };
  const started = await startLoad(run, watch.target.entryUrl, load, nowhere, teardown);
  await abortable(started.measuring(), run.interrupted);
  await watch.to('observed');
  await abortable(started.finished(), run.interrupted);
}

/** countedSecondsOf a turn: whole rounds of looks, as each costs in one of its seconds only. */
function countedSecondsOf(turnMs: number): number {
  return (Math.max(1, Math.round((turnMs - 1000) / glanceEveryMs)) * glanceEveryMs) / 1000;
}

/** orderOf: every second pair begins with the other side, and so does every second start. */
function orderOf(turn: number): readonly SideName[] {
  return turn % 2 === 0 ? ['unobserved', 'observed'] : ['observed', 'unobserved'];
}
