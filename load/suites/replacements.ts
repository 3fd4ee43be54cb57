import type { ReplacementSpec } from './experiments/replacement.ts';

type Common = Pick<
  ReplacementSpec,
  'kind' | 'ratePerSecond' | 'warmUpMs' | 'pauseMs' | 'replicas' | 'graceMs' | 'heldRequests'
>;

interface Load {
  readonly ratePerSecond: number;
  readonly replicas: readonly number[];
}

/** replacementPair: scale-out, rolling restart and scale-in by SIGTERM, and the same by SIGKILL as the control. */
export function replacementPair(of: Load): ReplacementSpec[] {
  const common = commonOf(of);
  return [gracefulReplacement(common), killControl(common)];
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
      restarts: false,
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
