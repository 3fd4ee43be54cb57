import type { EndedCount, ScorecardRow } from '../../model/scorecard-analysis.ts';
import type { IdleConnections, ShutdownObservation, Stop } from '../../model/shutdown-observation.ts';
import { exitOf } from '../../model/stop-exit.ts';

/** Found: a row without the judgement of it. */
export type Found = Omit<ScorecardRow, 'verdict' | 'deviations'>;

/** deviationsOf says in words what is not as expected. What is not known does not deviate. */
export function deviationsOf(found: Found, { stops, connections }: ShutdownObservation): string[] {
  return [
    ...lossDeviation(found, stops),
    ...stops.flatMap((stop) => exitDeviation(found, stop)),
    ...neverAsMeant(found),
    ...stragglerDeviation(found),
    ...(connections === null ? [] : connectionDeviations(connections)),
    ...(found.ended ?? []).flatMap(countDeviation),
    ...above(found.oversoldSeats, (seats) => `${seats} seats were sold twice`),
    ...above(found.unreconciled, (bookings) => `${bookings} bookings do not reconcile`),
  ];
}

/** missingFrom says in words what would have to be known to judge a row. */
export function missingFrom({ lostRequests, stops, unreconciled }: Found): string[] {
  return [
    ...(stops === 0 ? ['no replica was stopped'] : []),
    ...(lostRequests === null ? ['the load did not end'] : []),
    ...(unreconciled === null ? ['bookings were not reconciled'] : []),
  ];
}

function lossDeviation({ lostRequests, expected }: Found, stops: readonly Stop[]): string[] {
  if (expected.lostRequests === null) return stops.flatMap(controlDeviation);
  if (lostRequests === null || lostRequests === expected.lostRequests) return [];
  return [`${lostRequests} requests were lost, ${expected.lostRequests} expected`];
}

function controlDeviation({ replica, held }: Stop): string[] {
  return held.lost > 0 ? [] : [`nothing was lost when ${replica} was killed`];
}

function exitDeviation({ expected }: Found, stop: Stop): string[] {
  const exit = exitOf(stop);
  const unasked = stop.signal !== 'SIGKILL';
  const mayBeKilled = expected.exits.includes('SIGKILL');
  if (stop.forced && unasked && !mayBeKilled) return [`${stop.replica} did not end and had to be killed`];
  if (exit === 'SIGKILL' && unasked && mayBeKilled && !stop.forced)
    return [`${stop.replica} was killed before its time to end was over`];
  if (expected.exits.includes(exit)) return [];
  return [`${stop.replica} ended with ${exit}, ${expected.exits.join(' or ')} expected`];
}

/** neverAsMeant: what may happen as well does not stand in for what is meant to happen. */
function neverAsMeant({ exits, expected }: Found): string[] {
  const [meant = ''] = expected.exits;
  const otherwise = exits.length > 0 && exits.every((exit) => expected.exits.includes(exit));
  return otherwise && !exits.includes(meant) ? [`no replica ended with ${meant}`] : [];
}

function stragglerDeviation({ stragglers, expected }: Found): string[] {
  if (stragglers === null || expected.stragglers === null || stragglers === expected.stragglers) return [];
  return [`${stragglers} requests were open at the end, ${expected.stragglers} expected`];
}

function countDeviation({ replica, served, answers }: EndedCount): string[] {
  if (served === null || answers === null || served === answers) return [];
  return [`${replica} served ${served} requests by its own count, and clients had ${answers} answers of it`];
}

function connectionDeviations({ opened, closed, reset, requests }: IdleConnections): string[] {
  const unannounced = requests.answered - requests.announced;
  return [
    ...above(reset, (count) => `${count} idle connections were broken off`),
    ...above(opened - closed - reset, (count) => `${count} idle connections were left open`),
    ...above(unannounced, (count) => `${count} late answers did not announce the close of their connection`),
  ];
}

function above(value: number | null, text: (value: number) => string): string[] {
  return value === null || value === 0 ? [] : [text(value)];
}
