import type { Row } from '../parts/board.ts';
import type { PanelBuilder, Unit } from '../parts/panel.ts';
import { table } from '../parts/table.ts';
import { own, seen, type Of } from '../promql/own.ts';

type Figures = 'figureSeconds' | 'figureBytes' | 'figureCount';

// Of any time within 30 days, because figures come at the end of a run, wherever the dashboard looks.
function figureOf(metric: Figures, side: string): string {
  const of: Of = { run: `run="$${side}"`, matchers: 'stat="value"' };
  return `max by (figure) (last_over_time(${seen(own[metric], of)}[30d]))`;
}

function figureTable(title: string, metric: Figures, unit: Unit): PanelBuilder {
  return table({
    title,
    description:
      'Figures of both runs, and candidate/base. Whether a difference means anything, rehearse report says: it knows the intervals.',
    unit,
    width: 12,
    empty: 'the run has no such figure, or not yet',
    columns: { figure: 'figure' },
    values: ['base', 'candidate', 'ratio'],
    units: { ratio: 'none' },
    queries: [
      { expr: figureOf(metric, 'base'), legend: 'base', as: 'values' },
      { expr: figureOf(metric, 'candidate'), legend: 'candidate', as: 'values' },
      {
        expr: `${figureOf(metric, 'candidate')} / (${figureOf(metric, 'base')} > 0)`,
        legend: 'ratio',
        as: 'values',
      },
    ],
  });
}

/** figures: what both runs came to. */
export const figures: Row = {
  title: 'Figures',
  panels: [
    figureTable('Times', 'figureSeconds', 's'),
    figureTable('Memory', 'figureBytes', 'bytes'),
    figureTable('Counts', 'figureCount', 'short'),
  ],
};
