import type { Figure } from '../../../../load/model/figure.ts';
import type { StartupObservation, StartupSample } from '../../../../load/model/startup-observation.ts';

/** Strip: the values of one phase on a common axis, with a median and its interval where the result has them. */
export interface Strip {
  readonly label: string;
  readonly reported: boolean;
  readonly valuesMs: readonly number[];
  readonly medianMs: number | undefined;
  readonly interval: { readonly low: number; readonly high: number } | undefined;
}

/** startupStrips: phases seen from outside first, then those that the service reports itself. */
export function startupStrips({ samples }: StartupObservation, figures: readonly Figure[]): Strip[] {
  const outside = [
    seen('listening', 'startup.spawn_to_listening.p50', samples, figures, (s) => s.spawnToListeningMs),
    seen('ready', 'startup.spawn_to_ready.p50', samples, figures, (s) => s.spawnToReadyMs),
    seen(
      'first answer',
      'startup.spawn_to_first_answer.p50',
      samples,
      figures,
      (s) => s.spawnToFirstAnswerMs,
    ),
  ];
  const phases = [...new Set(samples.flatMap(({ reportedPhasesMs }) => Object.keys(reportedPhasesMs)))];
  const reported = phases.map((phase): Strip => ({
    label: phase,
    reported: true,
    valuesMs: samples.flatMap(({ reportedPhasesMs }) => reportedPhasesMs[phase] ?? []),
    medianMs: undefined,
    interval: undefined,
  }));
  return [...outside, ...reported].filter(({ valuesMs }) => valuesMs.length > 0);
}

function seen(
  label: string,
  figureName: string,
  samples: readonly StartupSample[],
  figures: readonly Figure[],
  value: (sample: StartupSample) => number | null,
): Strip {
  const figure = figures.find(({ name }) => name === figureName);
  return {
    label,
    reported: false,
    valuesMs: samples.flatMap((sample) => value(sample) ?? []),
    medianMs: figure?.value ?? undefined,
    interval: figure?.interval,
  };
}
