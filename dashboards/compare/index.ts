import type { BoardSpec } from '../parts/board.ts';
import { computed, latestOfAll } from '../parts/variables.ts';
import { own } from '../promql/own.ts';
import { figures } from './figures.ts';
import { overTime } from './over-time.ts';
import { allRuns } from '../run/all-runs.ts';

const runs = `count by (run) (last_over_time(${own.runStart.name}[30d]))`;

/**
 * shiftOf: by how many seconds a run is moved so that its start comes to lie on the left edge of the dashboard. Grafana
 * asks for it at the right edge, so that `time() - range` is the left one.
 */
function shiftOf(run: string): string {
  const start = `max(last_over_time(${own.runStart.name}{run="$${run}"}[30d]))`;
  return `round(time() - $__range_s - ${start})`;
}

/** compare: two runs, drawn over each other from their starts on. */
export const compare: BoardSpec = {
  uid: 'rehearse-compare',
  title: 'Compare',
  description:
    'Two runs on the same relative time: the left edge is the start of each, whenever that was, and the time range says how much of them is shown. A verdict comes from rehearse report, which knows the intervals; this is for the eye.',
  variables: [
    latestOfAll('base', 'Base', 'run', runs, 'The run to compare with, of the last 30 days.'),
    latestOfAll('candidate', 'Candidate', 'run', runs, 'The run that may be better or worse.'),
    computed('base_shift', shiftOf('base'), 'Seconds by which the base is moved.'),
    computed('candidate_shift', shiftOf('candidate'), 'Seconds by which the candidate is moved.'),
  ],
  markers: [],
  from: 'now-5m',
  still: true,
  rows: [overTime, figures, allRuns()],
};
