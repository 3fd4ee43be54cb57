import type { Row } from '../parts/board.ts';
import { table } from '../parts/table.ts';
import { lastSeen, own } from '../promql/own.ts';

const value = { matchers: 'stat="value"' };
const columns = { figure: 'figure', group: 'group' };

/** figures: the numbers of the run, as they stand in its result. */
export const figures: Row = {
  title: 'Figures, once the run has ended',
  panels: [
    table({
      title: 'Times',
      description: 'Figures that are times, with their intervals in the report.',
      unit: 's',
      width: 12,
      columns,
      values: ['time'],
      queries: [{ expr: lastSeen(own.figureSeconds, value), legend: '{{figure}}', as: 'values' }],
    }),
    table({
      title: 'Counts',
      description: 'Figures that are counted, in their units.',
      unit: 'short',
      width: 12,
      columns: { ...columns, unit: 'unit' },
      values: ['count'],
      queries: [{ expr: lastSeen(own.figureCount, value), legend: '{{figure}}', as: 'values' }],
    }),
    table({
      title: 'Verdicts',
      description: 'What the budget of each figure says of it.',
      unit: 'short',
      width: 12,
      columns: { ...columns, verdict: 'verdict' },
      values: [],
      queries: [{ expr: `${lastSeen(own.verdict)} == 1`, legend: '{{figure}}', as: 'values' }],
    }),
    table({
      title: 'Memory',
      description: 'Figures that are bytes.',
      unit: 'bytes',
      width: 12,
      columns,
      values: ['bytes'],
      queries: [{ expr: lastSeen(own.figureBytes, value), legend: '{{figure}}', as: 'values' }],
    }),
  ],
};
