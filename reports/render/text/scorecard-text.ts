import type { ScorecardAnalysis, ScorecardRow } from '../../../load/model/scorecard-analysis.ts';
import type { IdleConnections, StopExpectation } from '../../../load/model/shutdown-observation.ts';
import { countText, milliseconds } from './cells.ts';
import { formatDuration } from './duration.ts';
import type { TextTable } from './text-table.ts';

const verdicts: Readonly<Record<ScorecardRow['verdict'], string>> = {
  'as-expected': '✓ as expected',
  'not-as-expected': '✗ not as expected',
  'cannot-tell': '? cannot tell',
};

/** scorecardTable: every case in which replicas were stopped, and whether it ended as it should. */
export function scorecardTable({ rows }: ScorecardAnalysis): TextTable {
  return {
    caption:
      'Every case in which replicas were stopped; times in milliseconds, the longest of its stops; served by the last log lines of replicas, seen by clients',
    headings: [
      'Case',
      'Verdict',
      '#Stops',
      '#Lost requests',
      '#Expected to lose',
      '#Not ready after',
      '#Drained after',
      '#Stragglers',
      'Exits',
      '#Oversold, unreconciled',
      '#Redelivered',
      '#Served, seen',
    ],
    rows: rows.map((row) => [
      row.control ? `${row.title} (control)` : row.title,
      verdicts[row.verdict],
      countText(row.stops),
      countText(row.lostRequests),
      expectedLoss(row.expected),
      milliseconds(row.timeToNotReadyMs),
      milliseconds(row.drainTimeMs),
      countText(row.stragglers),
      exitsText(row),
      `${countText(row.oversoldSeats)}, ${countText(row.unreconciled)}`,
      countText(row.redelivered),
      servedText(row.ended ?? []),
    ]),
  };
}

/** scorecardDeviations: what was not as expected, or is missing to tell, case by case. */
export function scorecardDeviations({ rows }: ScorecardAnalysis): string[] {
  return rows
    .filter(({ deviations }) => deviations.length > 0)
    .map(({ title, deviations }) => `${title}: ${deviations.join('; ')}`);
}

/** connectionsTable: what became of client connections that were kept idle over a signal. */
export function connectionsTable({ opened, closed, reset, requests }: IdleConnections): TextTable {
  return {
    caption:
      'Idle keep-alive connections over the signal, and requests that were sent on some of them after it',
    headings: ['#Opened', '#Closed in order', '#Reset', '#Requests', '#Answered', '#Told to close', '#Lost'],
    rows: [
      [opened, closed, reset, requests.sent, requests.answered, requests.announced, requests.lost].map(
        countText,
      ),
    ],
  };
}

/** exitsText says of an end by force as well how long it was waited for. */
function exitsText({ exits, killedAfterMs }: ScorecardRow): string {
  const texts = exits.map((exit) =>
    exit === 'SIGKILL' && typeof killedAfterMs === 'number'
      ? `${exit} after ${formatDuration(killedAfterMs)}`
      : exit,
  );
  return texts.join(', ') || '–';
}

/** servedText: what the replicas that ended had served by their last log lines, and what clients had of them. */
function servedText(ended: NonNullable<ScorecardRow['ended']>): string {
  const told = ended.filter(({ served, answers }) => served !== null && answers !== null);
  if (told.length === 0) return '–';
  const total = (of: 'served' | 'answers'): number => told.reduce((sum, one) => sum + (one[of] ?? 0), 0);
  return `${countText(total('served'))}, ${countText(total('answers'))}`;
}

function expectedLoss({ lostRequests }: StopExpectation): string {
  return lostRequests === null ? '≥ 1 a signal' : countText(lostRequests);
}
