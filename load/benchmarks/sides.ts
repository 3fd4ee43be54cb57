import { median } from '../../stats/order-statistics.ts';
import { cpuSeconds } from '../probes/proc-cpu.ts';
import type { LoopResult } from './closed-loop.ts';

/** Side: one of two ways to do the same thing. */
export interface Side {
  readonly name: string;
  /** pid of the process whose CPU time counts. */
  readonly pid: number;
  run(durationMs: number): Promise<LoopResult>;
}

/** Round: what one side did in one round. */
export interface Round {
  readonly ratePerSecond: number;
  /** cpuUs: CPU time of the side's process per call, in microseconds. */
  readonly cpuUs: number;
}

/** Alternation: how often the sides take turns, and for how long. */
export interface Alternation {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
}

/** alternate warms both sides up, then has them take turns, each first as often as the other; rounds come side by side. */
export async function alternate(
  sides: readonly [Side, Side],
  { rounds, roundMs, warmUpMs }: Alternation,
): Promise<(readonly [Round, Round])[]> {
  for (const side of sides) await side.run(warmUpMs);
  const pairs: (readonly [Round, Round])[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const [first, second] = index % 2 === 0 ? sides : ([sides[1], sides[0]] as const);
    const [one, other] = [await measured(first, roundMs), await measured(second, roundMs)];
    pairs.push(index % 2 === 0 ? [one, other] : [other, one]);
  }
  return pairs;
}

async function measured(side: Side, durationMs: number): Promise<Round> {
  const before = cpuSeconds(side.pid) ?? Number.NaN;
  const { calls, durationMs: tookMs } = await side.run(durationMs);
  const used = (cpuSeconds(side.pid) ?? Number.NaN) - before;
  return { ratePerSecond: (calls / tookMs) * 1000, cpuUs: (used / calls) * 1e6 };
}

/** medianOf gives the median of one quantity of one side. */
export function medianOf(
  pairs: readonly (readonly [Round, Round])[],
  side: 0 | 1,
  quantity: keyof Round,
): number {
  return median(pairs.map((pair) => pair[side][quantity]));
}
