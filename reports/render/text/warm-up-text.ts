import type { LoadObservation } from '../../../load/model/load-observation.ts';
import { observationsOf } from '../../../load/model/observation.ts';
import type { Experiment } from '../../../load/model/result.ts';
import { formatDuration } from './duration.ts';
import { formatShort } from './number.ts';
import type { TextTable } from './text-table.ts';

const headings = ['Load', '#Warm-up', 'Ended', 'Because'];

/** warmUpTable: how long each load of an experiment was warmed up, and what ended that; no rows where speed is not judged. */
export function warmUpTable(experiment: Experiment): TextTable {
  return { caption: 'where each warm-up ended', headings, rows: warmUpRows(experiment) };
}

/** warmUpsTable: the same of several experiments in one. */
export function warmUpsTable(experiments: readonly Experiment[]): TextTable {
  const rows = experiments.flatMap((experiment) =>
    warmUpRows(experiment).map((row) => [experiment.title, ...row]),
  );
  return { caption: 'Where each warm-up ended', headings: ['Experiment', ...headings], rows };
}

function warmUpRows(experiment: Experiment): string[][] {
  const { observations } = experiment;
  if (observationsOf(observations, 'shutdown').length > 0) return [];
  return observationsOf(observations, 'load').map((load) => [
    stepName(load, experiment),
    formatDuration(load.measuredFromMs - load.startedAtMs),
    endText(load),
    load.warmUpEnd?.reason ?? '–',
  ]);
}

function stepName({ load, measuredFromMs }: LoadObservation, { observations }: Experiment): string {
  const step = observationsOf(observations, 'scaling').find(({ fromMs }) => fromMs === measuredFromMs);
  if (step !== undefined)
    return `${step.replicas} ${step.replicas === 1 ? 'replica' : 'replicas'}, repetition ${step.repetition}`;
  return load.model === 'closed'
    ? `${load.connections} ${load.connections === 1 ? 'connection' : 'connections'}`
    : `${formatShort(load.ratePerSecond, 4)} journeys/s`;
}

function endText({ warmUpEnd, measured }: LoadObservation): string {
  if (warmUpEnd === undefined) return 'by the clock';
  if (warmUpEnd.steady) return '✓ steady';
  return measured.ledger.scheduled > 0 ? '✗ at its limit, not steady' : '✗ given up, not steady';
}
