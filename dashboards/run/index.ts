import type { BoardSpec } from '../parts/board.ts';
import { phaseMarkers, runMarkers } from '../parts/markers.ts';
import { latestOf, anyOf } from '../parts/variables.ts';
import { chosenRun, own } from '../promql/own.ts';
import { allRuns } from './all-runs.ts';
import { figures } from './figures.ts';
import { latency } from './latency.ts';
import { load } from './load.ts';
import { outcome } from './outcome.ts';
import { replicas } from './replicas.ts';

/** run: one test run, while it goes on and afterwards. */
export const run: BoardSpec = {
  uid: 'rehearse-run',
  title: 'Run',
  description:
    'One test run: what was asked for and what was done, how long clients waited, what was lost, and what it came to. Runs that were given --prometheus are here.',
  variables: [
    latestOf(
      'run',
      'Run',
      `label_values(${own.runStart.name}, run)`,
      'By the moment at which it started, of those within the time range; the last row lists all.',
    ),
    anyOf(
      'experiment',
      'Experiment',
      `label_values(${own.experimentStart.name}{${chosenRun}}, experiment)`,
      'Which experiments of the run.',
    ),
  ],
  markers: [...runMarkers(chosenRun), ...phaseMarkers(chosenRun)],
  rows: [outcome, load, latency, replicas, figures, allRuns()],
};
