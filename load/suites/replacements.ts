import type { ReplacementSpec } from './experiments/replacement.ts';

type Common = Pick<
  ReplacementSpec,
  'kind' | 'ratePerSecond' | 'warmUpMs' | 'pauseMs' | 'replicas' | 'graceMs' | 'heldRequests'
>;

/** replacementPair: scale-out, rolling restart and scale-in by SIGTERM, and the same by SIGKILL as the control. */
export function replacementPair(of: {
  readonly ratePerSecond: number;
  readonly replicas: readonly number[];
}): ReplacementSpec[] {
  const common: Common = {
    kind: 'replacement',
    ratePerSecond: of.ratePerSecond,
    warmUpMs: 2_000,
    pauseMs: 1_000,
    replicas: { low: Math.min(...of.replicas), high: Math.max(...of.replicas) },
    graceMs: 10_000,
    heldRequests: 5,
  };
  return [gracefulReplacement(common), killControl(common)];
}

function gracefulReplacement(common: Common): ReplacementSpec {
  const { low, high } = common.replicas;
  return {
    ...common,
    name: 'replacement',
    title: `Scale-out ${low} → ${high} → ${low} and rolling restart, SIGTERM`,
    question: 'Does anything get lost while replicas come and go under load?',
    signal: 'SIGTERM',
  };
}

function killControl(common: Common): ReplacementSpec {
  return {
    ...common,
    name: 'replacement-control',
    title: 'Control: the same with SIGKILL',
    question: 'Would this measurement notice a loss? Replicas that are killed must lose requests.',
    signal: 'SIGKILL',
    control: true,
  };
}
