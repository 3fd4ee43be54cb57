import type { Figure } from '../../model/figure.ts';
import { observationsOf } from '../../model/observation.ts';
import type { StartupObservation, StartupSample } from '../../model/startup-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { median } from '../../../stats/order-statistics.ts';
import { medianOf, slowestOf } from './starts.ts';

/** leastNeighbourShare: of all cores; starts beside neighbours that had less were not contended. */
const leastNeighbourShare = 0.5;

/**
 * startupFigures: medians over fresh processes with a distribution-free interval, and the slowest start: cold, warm, and
 * beside busy neighbours; what warmth saves, from the pairs of one turn; and what the first request costs more than
 * those after it.
 */
export function startupFigures(experiments: readonly Experiment[]): Figure[] {
  const all = experiments.flatMap((e) => observationsOf(e.observations, 'startup'));
  const quiet = all.filter(({ neighbours }) => neighbours === null);
  const cold = quiet.find(({ mode }) => mode === 'cold');
  const warm = quiet.find(({ mode }) => mode === 'warm');
  const contended = all.find(({ neighbours }) => neighbours !== null);
  return [
    ...(cold === undefined ? [] : timesOf(cold, 'startup', '')),
    ...(warm === undefined ? [] : timesOf(warm, 'startup.warm', 'warm: ')),
    ...(cold === undefined || warm === undefined ? [] : [savedByWarmth(cold, warm)]),
    ...(contended === undefined ? [] : contendedTimes(contended)),
    ...(cold === undefined ? [] : firstRequestPenalty(cold)),
  ];
}

function timesOf({ mode, service, samples }: StartupObservation, prefix: string, title: string): Figure[] {
  const of = `${mode} starts of ${service}`;
  const medianFigure = (name: string, what: string, valueOf: (sample: StartupSample) => number | null) =>
    medianOf(
      { name: `${prefix}.${name}.p50`, title: `${title}${what} p50`, of },
      samples.flatMap((sample) => valueOf(sample) ?? []),
    );
  return [
    medianFigure('spawn_to_listening', 'spawn → listening', (s) => s.spawnToListeningMs),
    medianFigure('spawn_to_ready', 'spawn → ready', (s) => s.spawnToReadyMs),
    slowestOf(
      { name: `${prefix}.spawn_to_ready.max`, title: `${title}spawn → ready max`, of },
      samples.map((s) => s.spawnToReadyMs),
    ),
    medianFigure('spawn_to_first_answer', 'spawn → first answer', (s) => s.spawnToFirstAnswerMs),
  ];
}

function savedByWarmth(cold: StartupObservation, warm: StartupObservation): Figure {
  const pairs = cold.samples.flatMap((sample, turn) => {
    const other = warm.samples[turn];
    return other === undefined ? [] : sample.spawnToReadyMs - other.spawnToReadyMs;
  });
  const of = 'turns of one cold and one warm start';
  return medianOf({ name: 'startup.warm.saved.p50', title: 'saved by a warm start p50', of }, pairs);
}

function contendedTimes(contended: StartupObservation): Figure[] {
  const figures = timesOf(contended, 'startup.contended', 'contended: ');
  const { processes = 0, cpuShare = 0 } = contended.neighbours ?? {};
  if (cpuShare >= leastNeighbourShare) return figures;
  const note = `not contended: ${processes} busy neighbours had ${(cpuShare * 100).toFixed(0)}% of the cores, and ${leastNeighbourShare * 100}% is the least`;
  return figures.map(({ name, title, group, unit, n, of }) => ({
    name,
    title,
    group,
    unit,
    value: null,
    n,
    of,
    note,
  }));
}

function firstRequestPenalty({ samples, service }: StartupObservation): Figure[] {
  if (samples.every(({ laterAnswersMs }) => laterAnswersMs.length === 0)) return [];
  const values = samples.flatMap(({ firstAnswerTookMs, laterAnswersMs }) =>
    firstAnswerTookMs === null || laterAnswersMs.length === 0
      ? []
      : firstAnswerTookMs - median(laterAnswersMs),
  );
  const of = `cold starts of ${service}`;
  const title = 'first request beyond later ones p50';
  return [medianOf({ name: 'startup.first_request_penalty.p50', title, of }, values)];
}
