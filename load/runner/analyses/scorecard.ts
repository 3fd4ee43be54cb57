import { addLedgers, lostRequests } from '../../model/ledger.ts';
import { observationsOf } from '../../model/observation.ts';
import { type ReconciliationObservation, unreconciled } from '../../model/reconciliation-observation.ts';
import type { Experiment } from '../../model/result.ts';
import type { ScorecardAnalysis, ScorecardRow } from '../../model/scorecard-analysis.ts';
import type { ShutdownObservation } from '../../model/shutdown-observation.ts';
import { exitOf } from '../../model/stop-exit.ts';
import { endedCounts } from './ended-counts.ts';
import { deviationsOf, type Found, missingFrom } from './scorecard-deviations.ts';

/** scorecardAnalysis has a row for every experiment that stopped replicas; undefined where none did. */
export function scorecardAnalysis(experiments: readonly Experiment[]): ScorecardAnalysis | undefined {
  const rows = experiments.flatMap((experiment) =>
    observationsOf(experiment.observations, 'shutdown').map((shutdown) => rowOf(experiment, shutdown)),
  );
  return rows.length === 0 ? undefined : { kind: 'scorecard', rows };
}

function rowOf(experiment: Experiment, shutdown: ShutdownObservation): ScorecardRow {
  const found = foundIn(experiment, shutdown);
  const deviations = deviationsOf(found, shutdown);
  if (deviations.length > 0) return { ...found, verdict: 'not-as-expected', deviations };
  const missing = missingFrom(found);
  return { ...found, verdict: missing.length > 0 ? 'cannot-tell' : 'as-expected', deviations: missing };
}

function foundIn(experiment: Experiment, shutdown: ShutdownObservation): Found {
  const { stops, expected, redelivered } = shutdown;
  const [account] = observationsOf(experiment.observations, 'reconciliation');
  const [load] = observationsOf(experiment.observations, 'load');
  return {
    experiment: experiment.name,
    case: shutdown.case,
    title: experiment.title,
    control: experiment.control,
    expected,
    stops: stops.length,
    lostRequests: lostIn(experiment, shutdown),
    timeToNotReadyMs: longest(stops.flatMap((stop) => stop.timeToNotReadyMs ?? [])),
    drainTimeMs: longest(stops.map((stop) => stop.drainTimeMs)),
    stragglers: sum(stops.flatMap(({ lastLog }) => lastLog?.openRequests ?? [])),
    exits: [...new Set(stops.map(exitOf))],
    killedAfterMs: longest(stops.filter(({ forced }) => forced).map((stop) => stop.drainTimeMs)),
    oversoldSeats: account?.oversoldSeats ?? null,
    unreconciled: account === undefined ? null : settled(account),
    redelivered,
    ended: endedCounts(shutdown, load),
  };
}

/** lostIn: null where the load has not ended, so that nobody has counted. */
function lostIn({ observations }: Experiment, { stops, connections }: ShutdownObservation): number | null {
  const [load] = observationsOf(observations, 'load');
  if (load === undefined) return null;
  const held = stops.reduce((total, stop) => total + stop.held.lost, 0);
  const onIdle = connections?.requests.lost ?? 0;
  return lostRequests(addLedgers(load.warmUp, load.measured.ledger)) + held + onIdle;
}

function settled(account: ReconciliationObservation): number | null {
  return account.settled ? unreconciled(account) : null;
}

function longest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function sum(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
}
