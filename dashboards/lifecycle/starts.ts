import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { stat } from '../parts/stat.ts';
import { table } from '../parts/table.ts';
import { goodUpTo } from '../parts/thresholds.ts';
import { timeSeries } from '../parts/time-series.ts';
import { most, sum } from '../promql/combine.ts';
import { metrics, value } from '../promql/services.ts';

/** starts: what a start takes, phase by phase, and how many there were. */
export const starts: Row = {
  title: 'Starts',
  panels: [
    timeSeries({
      title: 'Start-up by phase',
      description: `Time from the start of the process to the end of each phase, of the slowest replica; ready is to come within ${limits.spawnToReadyMaxMs} ms.`,
      unit: 's',
      limit: limits.spawnToReadyMaxMs / 1000,
      queries: [
        { expr: most(['service', 'phase'], value(metrics.startupSeconds)), legend: '{{service}} {{phase}}' },
      ],
    }),
    stat({
      title: 'Slowest start',
      description: 'From the start of the process to ready, of the slowest replica that is here now.',
      unit: 's',
      width: 4,
      height: 9,
      thresholds: goodUpTo(limits.spawnToReadyMaxMs / 1000),
      queries: [{ expr: `max(${value(metrics.startupSeconds, 'phase="ready"')})`, legend: 'slowest' }],
    }),
    stat({
      title: 'Starts in range',
      description:
        'Replicas that were started within the time range of the dashboard and are still here, by service.',
      unit: 'short',
      width: 4,
      height: 9,
      named: true,
      queries: [
        {
          expr: sum(['service'], `${value('process_start_time_seconds')} > bool (time() - $__range_s)`),
          legend: '{{service}}',
        },
      ],
    }),
    table({
      title: 'Replicas',
      description: 'Who is here, since when, and what its start took.',
      unit: 's',
      columns: { service: 'service', instance: 'replica' },
      values: ['age', 'start-up'],
      queries: [
        { expr: `time() - ${value('process_start_time_seconds')}`, legend: '{{instance}}', as: 'values' },
        { expr: value(metrics.startupSeconds, 'phase="ready"'), legend: '{{instance}}', as: 'values' },
      ],
    }),
  ],
};
