import type { ObserverEffectSpec } from './experiments/observer-effect.ts';

type Load = Pick<ObserverEffectSpec, 'ratePerSecond' | 'connections'>;
/** ObserverLength: `rounds` starts of both systems, settled for `settleMs`, and `pairs` of loads on each, `durationMs` a load. */
export type ObserverLength = Pick<ObserverEffectSpec, 'rounds' | 'pairs' | 'durationMs' | 'settleMs'>;

/**
 * observerEffect: what it costs to look on, in pairs of loads. Two starts of the same services differ by some percent, so
 * that few of them show an effect with an interval too wide to judge 2%: only the suite that has many has that budget.
 */
export function observerEffect(load: Load, length: ObserverLength): ObserverEffectSpec {
  return {
    kind: 'observer-effect',
    name: 'observer-effect',
    title: 'Observer effect',
    question: 'What do probes, metrics and scrapes themselves cost response time and throughput?',
    unwatched: true,
    warmUpMs: 300,
    ...length,
    ...load,
  };
}
