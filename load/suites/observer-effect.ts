import type { ObserverEffectSpec } from './experiments/observer-effect.ts';

/** observerEffect: what it costs to look on, in pairs of loads that are short since there are many. */
export function observerEffect(
  load: Pick<ObserverEffectSpec, 'ratePerSecond' | 'connections'>,
): ObserverEffectSpec {
  return {
    kind: 'observer-effect',
    name: 'observer-effect',
    title: 'Observer effect',
    question: 'What do the probes and scrapes themselves cost response time and throughput?',
    unwatched: true,
    settleMs: 4_000,
    pairs: 8,
    warmUpMs: 500,
    durationMs: 2_000,
    ...load,
  };
}
