import type { BoardSpec } from '../parts/board.ts';
import { computed, firstOfAll, latestOfAll } from '../parts/variables.ts';
import { own } from '../promql/own.ts';
import { figures } from './figures.ts';
import { overTime } from './over-time.ts';
import { allRuns } from '../run/all-runs.ts';

const starts = `last_over_time(${own.runStart.name}[30d])`;
const runs = `max by (run) (${starts})`;

/** latestBehind: the latest run comes after all others, so that what is chosen at first is the one before it. */
const latestBehind = `sort_desc(${runs} - 1e10 * (${runs} == bool scalar(max(${starts}))))`;

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
    firstOfAll(
      'base',
      'Base',
      'run',
      latestBehind,
      'The run to compare with, of the last 30 days: that before the latest, unless another is chosen.',
    ),
    latestOfAll(
      'candidate',
      'Candidate',
      'run',
      runs,
      'The run that may be better or worse: the latest, unless another is chosen.',
    ),
    computed('base_shift', shiftOf('base'), 'Seconds by which the base is moved.'),
    computed('candidate_shift', shiftOf('candidate'), 'Seconds by which the candidate is moved.'),
  ],
  markers: [],
  from: 'now-5m',
  still: true,
  rows: [overTime, figures, allRuns()],
};
