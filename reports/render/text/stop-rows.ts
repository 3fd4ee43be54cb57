import type { Stop } from '../../../load/model/shutdown-observation.ts';
import { formatDuration } from './duration.ts';
import { formatFixed } from './number.ts';

/** stopHeadings: the columns of the shutdown scorecard. */
export const stopHeadings = {
  replica: 'Replica',
  cause: 'Cause',
  signal: 'Signal',
  timeToNotReady: 'Time to not ready',
  drainTime: 'Drain time',
  exit: 'Exit',
  inFlight: 'In flight at signal',
  answered: 'Held: answered',
  lost: 'Held: lost',
  open: 'Open at the end',
  forced: 'Forced',
} as const;

/** StopRow: one end of a replica, as it is read. */
export type StopRow = Readonly<Record<keyof typeof stopHeadings, string>>;

/** stopRows formats the ends of replicas; a dash where something was not seen or not told. */
export function stopRows(stops: readonly Stop[]): StopRow[] {
  return stops.map((stop) => ({
    replica: stop.replica,
    cause: stop.cause.replace('-', ' '),
    signal: stop.signal,
    timeToNotReady: stop.timeToNotReadyMs === null ? '–' : formatDuration(stop.timeToNotReadyMs),
    drainTime: formatDuration(stop.drainTimeMs),
    exit: exitText(stop),
    inFlight: formatFixed(stop.inFlightAtSignal, 0),
    answered: `${stop.held.answered} of ${stop.held.requests}`,
    lost: lostText(stop),
    open: stop.lastLog === null ? '–' : formatFixed(stop.lastLog.openRequests, 0),
    forced: stop.forced ? 'yes' : 'no',
  }));
}

function exitText({ exitCode, exitSignal }: Stop): string {
  return exitSignal ?? (exitCode === null ? '–' : String(exitCode));
}

function lostText({ held }: Stop): string {
  const kinds = Object.entries(held.failures)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`);
  return kinds.length === 0 ? String(held.lost) : `${held.lost} (${kinds.join(', ')})`;
}
