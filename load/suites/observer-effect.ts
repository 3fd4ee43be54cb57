import type { ObserverEffectSpec } from './experiments/observer-effect.ts';

type Load = Pick<ObserverEffectSpec, 'ratePerSecond' | 'connections'>;
type Length = Pick<ObserverEffectSpec, 'rounds' | 'pairs' | 'durationMs'>;

/**
 * observerEffect: what it costs to look on, in pairs of loads that are short since there are many. Unless told otherwise
 * all of them on one start of both systems, which leaves open how much the next start would differ.
 */
export function observerEffect(
  load: Load,
  length: Length = { rounds: 1, pairs: 8, durationMs: 2_000 },
): ObserverEffectSpec {
  return {
    kind: 'observer-effect',
    name: 'observer-effect',
    title: 'Observer effect',
    question: 'What do probes, metrics and scrapes themselves cost response time and throughput?',
    unwatched: true,
    settleMs: 4_000,
    warmUpMs: 300,
    ...length,
    ...load,
  };
}
