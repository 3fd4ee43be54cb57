import type { WarmUp } from './experiments/warm-up.ts';

/** A drift within seconds is what compilers and caches cause; a window need not be longer, and below one it sees too little. */
const [shortestWindowMs, longestWindowMs] = [1_000, 5_000];

/** warmUp gives a warm-up of at least so long; its window is as long as that unless it is given, its limit five times. */
export function warmUp(
  leastMs: number,
  {
    windowMs = Math.min(longestWindowMs, Math.max(shortestWindowMs, leastMs)),
    mostMs = 5 * windowMs,
  }: Partial<WarmUp['untilSteady']> = {},
): WarmUp {
  return { warmUpMs: leastMs, untilSteady: { windowMs, mostMs: Math.max(mostMs, leastMs) } };
}
