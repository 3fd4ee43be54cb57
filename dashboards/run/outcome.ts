import type { Row } from '../parts/board.ts';
import { stat } from '../parts/stat.ts';
import { table } from '../parts/table.ts';
import { goodUpTo } from '../parts/thresholds.ts';
import { lastSeen, own, wholeQuantileOf } from '../promql/own.ts';
import { ofExperiment } from './of-experiment.ts';

/** outcome: which run this is, and what it came to. */
export const outcome: Row = {
  title: 'Outcome',
  panels: [
    stat({
      title: 'Verdict',
      description:
        'What the run came to: pass, fail, inconclusive, invalid, aborted or failed; "running" until it has ended.',
      unit: 'short',
      width: 3,
      named: 'alone',
      queries: [
        {
          expr: `${lastSeen(own.runVerdict)} == 1 or on (run) label_replace(${lastSeen(own.runStart)} * 0, "verdict", "running", "", "")`,
          legend: '{{verdict}}',
          as: 'present',
        },
      ],
    }),
    stat({
      title: 'Lost requests',
      description:
        'Sent and not answered as they should have been, all experiments but the controls, which must lose some.',
      unit: 'short',
      width: 3,
      thresholds: goodUpTo(1),
      queries: [
        {
          expr: `sum(${lastSeen(own.lostRequests, { matchers: 'experiment!~".*control.*"' })}) or vector(0)`,
          legend: 'lost',
        },
      ],
    }),
    stat({
      title: 'Response time p99',
      description:
        'Of all requests that were measured in what is chosen, from merged histograms, the warm-up left out.',
      unit: 's',
      width: 4,
      queries: [
        {
          expr: wholeQuantileOf(0.99, own.responseTime, { matchers: `${ofExperiment}, phase="measuring"` }),
          legend: 'p99',
        },
      ],
    }),
    stat({
      title: 'Started',
      description: 'When the run started.',
      unit: 'dateTimeAsIso',
      width: 5,
      queries: [{ expr: `${lastSeen(own.runStart)} * 1000`, legend: '{{suite}}' }],
    }),
    table({
      title: 'Run',
      description:
        'Suite, state and revision. In the state "running" it has not ended, or its end was not told.',
      unit: 'short',
      width: 9,
      height: 4,
      columns: { suite: 'suite', state: 'state', revision: 'revision', version: 'version' },
      values: [],
      queries: [
        {
          expr: `${lastSeen(own.run, { matchers: 'state!="running"' })} or on (run) ${lastSeen(own.run, { matchers: 'state="running"' })}`,
          legend: '{{suite}}',
          as: 'values',
        },
      ],
    }),
  ],
};
