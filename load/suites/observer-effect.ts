import type { ObserverEffectSpec } from './experiments/observer-effect.ts';

type Load = Pick<ObserverEffectSpec, 'ratePerSecond' | 'connections'>;
/** ObserverLength: `rounds` starts, settled for `settleMs`, and `pairs` of turns in each of two loads, `durationMs` a turn. */
export type ObserverLength = Pick<ObserverEffectSpec, 'rounds' | 'pairs' | 'durationMs' | 'settleMs'>;

/**
 * observerEffect: what it costs to look on, in pairs of turns. Few starts show an effect with an interval too wide to judge
 * 2%: only the suite that has many has that budget.
 */
export function observerEffect(load: Load, length: ObserverLength): ObserverEffectSpec {
  return {
    kind: 'observer-effect',
    name: 'observer-effect',
    title: 'Observer effect',
    question: 'What do probes, metrics and scrapes themselves cost response time and throughput?',
    unwatched: true,
    warmUpMs: 1_000,
    ...length,
    ...load,
  };
}
