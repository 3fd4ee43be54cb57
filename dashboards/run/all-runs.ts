import type { Row } from '../parts/board.ts';
import { table } from '../parts/table.ts';
import { own } from '../promql/own.ts';

// Over 30 days, wherever the dashboard looks: this is how one gets there.
const momentMs = (metric: string): string => `max by (run, suite) (last_over_time(${metric}[30d])) * 1000`;

/**
 * allRuns: every run of the last 30 days, with a way into its time range. A row of its own for each dashboard, because the
 * builder notes in a panel where it stands.
 */
export const allRuns = (): Row => ({
  title: 'Runs of the last 30 days',
  panels: [
    table({
      title: 'Runs',
      description: 'A click on a run opens it at its time.',
      unit: 'dateTimeAsIso',
      width: 24,
      empty: 'not told, or not yet',
      columns: { run: 'run', suite: 'suite' },
      values: ['started', 'ended'],
      links: {
        run: {
          title: 'Open the run',
          url: '/d/rehearse-run?var-run=${__data.fields["run"].text}&from=${__data.fields["started"].numeric}&to=${__data.fields["ended"].numeric}',
        },
      },
      queries: [
        { expr: momentMs(own.runStart.name), legend: '{{run}}', as: 'values' },
        { expr: momentMs(own.runEnd.name), legend: '{{run}}', as: 'values' },
      ],
    }),
  ],
});
