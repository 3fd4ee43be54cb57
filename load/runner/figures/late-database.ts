import type { Figure } from '../../model/figure.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Experiment } from '../../model/result.ts';
import { medianOf, slowestOf } from './starts.ts';

/**
 * lateDatabaseFigures: how soon a replica is ready once its databases are there, and how often one did not hold out
 * until then: it ended or never was ready, called itself ready too soon, or did not say that it lives.
 */
export function lateDatabaseFigures(experiments: readonly Experiment[]): Figure[] {
  const observation = experiments.flatMap((e) => observationsOf(e.observations, 'late-database'))[0];
  if (observation === undefined) return [];
  const { starts, service } = observation;
  const of = `starts of ${service} before its databases`;
  const waits = starts.flatMap(({ readyAtMs, databaseAtMs, readyTooSoon }) =>
    readyAtMs === null || readyTooSoon ? [] : readyAtMs - databaseAtMs,
  );
  const name = 'startup.late_database.database_to_ready';
  return [
    medianOf({ name: `${name}.p50`, title: 'database → ready p50', of }, waits),
    slowestOf({ name: `${name}.max`, title: 'database → ready max', of }, waits),
    {
      name: 'startup.late_database.not_held_out',
      title: 'starts that did not hold out',
      group: 'startup',
      unit: 'count',
      value: starts.filter(
        ({ failure, readyTooSoon, liveness }) => failure !== null || readyTooSoon || liveness.failed > 0,
      ).length,
      n: starts.length,
      of,
    },
  ];
}
