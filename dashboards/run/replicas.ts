import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { most } from '../promql/combine.ts';
import { lastSeen, own, seen } from '../promql/own.ts';
import { ofExperiment } from './of-experiment.ts';

const of = { matchers: ofExperiment };

/** replicas: what the harness saw of the replicas while it drove the load. */
export const replicas: Row = {
  title: 'Replicas',
  panels: [
    timeSeries({
      title: 'Resident memory',
      description: 'As the harness reads it from the operating system.',
      unit: 'bytes',
      limit: limits.residentMemoryBytes,
      queries: [
        {
          expr: seen(own.memory, { matchers: `${ofExperiment}, kind="rss"` }),
          legend: '{{experiment}} {{replica}}',
        },
      ],
    }),
    timeSeries({
      title: 'CPU',
      description: 'Cores in use by each replica.',
      unit: 'short',
      queries: [{ expr: seen(own.cpu, of), legend: '{{experiment}} {{replica}}' }],
    }),
    timeSeries({
      title: 'Spawn to ready',
      description: 'From the spawn of a replica until it was ready, the slowest so far in each experiment.',
      unit: 's',
      limit: limits.spawnToReadyMaxMs / 1000,
      queries: [
        {
          expr: most(['experiment'], lastSeen(own.startup, { matchers: `${ofExperiment}, phase="ready"` })),
          legend: '{{experiment}}',
        },
      ],
    }),
    timeSeries({
      title: 'Drain time',
      description: `From the signal to a replica until its exit, the longest so far in each experiment; under load it is to end within ${limits.drainTimeMs / 1000} s.`,
      unit: 's',
      limit: limits.drainTimeMs / 1000,
      queries: [
        {
          expr: most(['experiment', 'signal'], lastSeen(own.drain, of)),
          legend: '{{experiment}} {{signal}}',
        },
      ],
    }),
  ],
};
