import type { ReplacementSpec, Restarted } from './experiments/replacement.ts';

type Common = Pick<
  ReplacementSpec,
  'kind' | 'ratePerSecond' | 'warmUpMs' | 'pauseMs' | 'replicas' | 'graceMs' | 'heldRequests'
>;

interface Load {
  readonly ratePerSecond: number;
  readonly replicas: readonly number[];
}

/**
 * replacementPair: scale-out, rolling restart and scale-in by SIGTERM, and the same by SIGKILL as the control, which restarts
 * the scaled service alone: only there are requests held open, so that a kill must lose some.
 */
export function replacementPair(of: Load, restarted: Restarted): ReplacementSpec[] {
  const common = commonOf(of);
  return [gracefulReplacement(common, restarted), killControl(common, restarted)];
}

/** scaleStep: scale-out and scale-in alone; none where there is but one number of replicas. */
export function scaleStep(of: Load): ReplacementSpec[] {
  const common = commonOf(of);
  const { low, high } = common.replicas;
  if (low === high) return [];
  return [
    {
      ...common,
      name: 'scale-step',
      title: `Scale-out ${low} → ${high} → ${low} under load`,
      question:
        'How soon does a replica answer clients after it was asked for, and stop to after it was told to end?',
      signal: 'SIGTERM',
      restarted: 'none',
    },
  ];
}

function commonOf({ ratePerSecond, replicas }: Load): Common {
  return {
    kind: 'replacement',
    ratePerSecond,
    warmUpMs: 2_000,
    pauseMs: 1_000,
    replicas: { low: Math.min(...replicas), high: Math.max(...replicas) },
    graceMs: 10_000,
    heldRequests: 5,
  };
}

function gracefulReplacement(common: Common, restarted: Restarted): ReplacementSpec {
  const { low, high } = common.replicas;
  const restart = restarted === 'all' ? 'rolling restart of all behind the entry' : 'rolling restart';
  return {
    ...common,
    name: 'replacement',
    title: `Scale-out ${low} → ${high} → ${low} and ${restart}, SIGTERM`,
    question: 'Does anything get lost while replicas come and go under load?',
    signal: 'SIGTERM',
    restarted,
  };
}

function killControl(common: Common, restarted: Restarted): ReplacementSpec {
  const same = restarted === 'all' ? 'the same, of the scaled service alone,' : 'the same';
  return {
    ...common,
    name: 'replacement-control',
    title: `Control: ${same} with SIGKILL`,
    question: 'Would this measurement notice a loss? Replicas that are killed must lose requests.',
    signal: 'SIGKILL',
    restarted: 'scaled',
    control: true,
  };
}
