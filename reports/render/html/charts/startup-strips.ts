import type { Figure } from '../../../../load/model/figure.ts';
import type { LateStart } from '../../../../load/model/late-database-observation.ts';
import type { StartupObservation, StartupSample } from '../../../../load/model/startup-observation.ts';

/** Strip: the values of one phase on a common axis, with a median and its interval where the result has them. */
export interface Strip {
  readonly label: string;
  /** faint: told by the service, or beside the point. */
  readonly faint: boolean;
  readonly valuesMs: readonly number[];
  readonly medianMs: number | undefined;
  readonly interval: { readonly low: number; readonly high: number } | undefined;
}

/** conditionOf: under which circumstances replicas were started, in a few words. */
export function conditionOf({ mode, neighbours }: StartupObservation): string {
  return neighbours === null ? mode : `${mode}, contended`;
}

interface Milestone {
  readonly label: string;
  readonly figure: string;
  readonly value: (sample: StartupSample) => number | null;
}

const ready: Milestone = { label: 'ready', figure: 'spawn_to_ready', value: (s) => s.spawnToReadyMs };
const firstAnswer: Milestone = {
  label: 'first answer',
  figure: 'spawn_to_first_answer',
  value: (s) => s.spawnToFirstAnswerMs,
};
const listening: Milestone = {
  label: 'listening',
  figure: 'spawn_to_listening',
  value: (s) => s.spawnToListeningMs,
};

/** conditionStrips: until ready and until the first answer under each condition, one below the other. */
export function conditionStrips(all: readonly StartupObservation[], figures: readonly Figure[]): Strip[] {
  return [ready, firstAnswer]
    .flatMap((milestone) =>
      all.map((startup) => ({
        ...seen(milestone, startup, figures),
        label: `${conditionOf(startup)}: ${milestone.label}`,
      })),
    )
    .filter(({ valuesMs }) => valuesMs.length > 0);
}

/** startupStrips: phases seen from outside first, then those that the service reports itself. */
export function startupStrips(startup: StartupObservation, figures: readonly Figure[]): Strip[] {
  const { samples } = startup;
  const outside = [listening, ready, firstAnswer].map((milestone) => seen(milestone, startup, figures));
  const phases = [...new Set(samples.flatMap(({ reportedPhasesMs }) => Object.keys(reportedPhasesMs)))];
  const reported = phases.map((phase) =>
    plain(
      `reported: ${phase}`,
      samples.flatMap(({ reportedPhasesMs }) => reportedPhasesMs[phase] ?? []),
      true,
    ),
  );
  return [...outside, ...reported].filter(({ valuesMs }) => valuesMs.length > 0);
}

/** shownRequests: which requests of a new replica are shown beside its first. */
const shownRequests = [2, 3, 5, 10, 20, 50, 100];

/** requestStrips: how long the first request of each new replica took, and some that followed on its connection. */
export function requestStrips({ samples }: StartupObservation): Strip[] {
  if (samples.every(({ laterAnswersMs }) => laterAnswersMs.length === 0)) return [];
  const first = plain(
    'request 1',
    samples.flatMap(({ firstAnswerTookMs }) => firstAnswerTookMs ?? []),
  );
  const later = shownRequests.map((number) =>
    plain(
      `request ${number}`,
      samples.flatMap(({ laterAnswersMs }) => laterAnswersMs[number - 2] ?? []),
    ),
  );
  return [first, ...later].filter(({ valuesMs }) => valuesMs.length > 0);
}

/** lateDatabaseStrips: from the databases' answering until ready, by the way in which they were missing. */
export function lateDatabaseStrips(starts: readonly LateStart[]): Strip[] {
  return [...new Set(starts.map(({ way }) => way))]
    .map((way) =>
      plain(
        way,
        starts.flatMap((start) =>
          start.way === way && start.readyAtMs !== null ? start.readyAtMs - start.databaseAtMs : [],
        ),
      ),
    )
    .filter(({ valuesMs }) => valuesMs.length > 0);
}

function plain(label: string, valuesMs: readonly number[], faint = false): Strip {
  return { label, faint, valuesMs, medianMs: undefined, interval: undefined };
}

function seen(milestone: Milestone, startup: StartupObservation, figures: readonly Figure[]): Strip {
  const figure = figures.find(({ name }) => name === `${prefixOf(startup)}.${milestone.figure}.p50`);
  return {
    label: milestone.label,
    faint: false,
    valuesMs: startup.samples.flatMap((sample) => milestone.value(sample) ?? []),
    medianMs: figure?.value ?? undefined,
    interval: figure?.interval,
  };
}

/** prefixOf: under which name the figures of a condition stand. */
function prefixOf({ mode, neighbours }: StartupObservation): string {
  if (neighbours !== null) return 'startup.contended';
  return mode === 'warm' ? 'startup.warm' : 'startup';
}
