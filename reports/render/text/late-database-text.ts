import type { LateStart } from '../../../load/model/late-database-observation.ts';
import { milliseconds } from './cells.ts';
import type { TextTable } from './text-table.ts';

/** lateDatabaseTable: every start before its databases. */
export function lateDatabaseTable(starts: readonly LateStart[]): TextTable {
  return {
    caption: 'Every start before its databases; times in milliseconds',
    headings: [
      'Replica',
      'Database',
      '#Spawn → database',
      '#Database → ready',
      'Not ready because of',
      '#Liveness asked',
      '#… not alive',
      'Held out',
    ],
    rows: starts.map((start) => [
      start.replica,
      start.way,
      milliseconds(start.databaseAtMs - start.spawnedAtMs),
      start.readyAtMs === null ? '–' : milliseconds(start.readyAtMs - start.databaseAtMs),
      start.reasons.length === 0 ? '–' : start.reasons.join(', '),
      String(start.liveness.asked),
      String(start.liveness.failed),
      heldOut(start),
    ]),
  };
}

function heldOut({ failure, readyTooSoon, liveness }: LateStart): string {
  if (failure !== null) return `✗ ${failure}`;
  if (readyTooSoon) return '✗ ready too soon';
  return liveness.failed > 0 ? '✗ called itself dead' : '✓ yes';
}
