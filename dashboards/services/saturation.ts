import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { metrics, perSecond, value } from '../promql/services.ts';
import { eventLoopUtilization } from '../promql/event-loop.ts';

const legend = '{{instance}}';

/** saturation: what each replica has left. */
export const saturation: Row = {
  title: 'Saturation',
  panels: [
    timeSeries({
      title: 'Event-loop utilization',
      description: 'Share of time in which the event loop was busy. Near 1 requests wait for each other.',
      unit: 'percentunit',
      max: 1,
      limit: 0.9,
      queries: [{ expr: eventLoopUtilization, legend }],
    }),
    timeSeries({
      title: 'CPU',
      description: 'Cores in use by a replica, its garbage collector and other threads included.',
      unit: 'short',
      queries: [{ expr: perSecond('process_cpu_seconds_total'), legend }],
    }),
    timeSeries({
      title: 'Resident memory',
      description: 'Resident set size of a replica; the budget is 150 MiB.',
      unit: 'bytes',
      limit: limits.residentMemoryBytes,
      queries: [{ expr: value('process_resident_memory_bytes'), legend }],
    }),
    timeSeries({
      title: 'Draining',
      description: '1 from the signal to stop until the process has ended.',
      unit: 'short',
      max: 1,
      queries: [{ expr: value(metrics.draining), legend }],
    }),
    timeSeries({
      title: 'Share of file descriptors in use',
      description: 'Connections are file descriptors; at 1 no more can be opened.',
      unit: 'percentunit',
      max: 1,
      limit: 0.8,
      queries: [{ expr: `${value('process_open_fds')} / ${value('process_max_fds')}`, legend }],
    }),
    timeSeries({
      title: 'Spawn to ready',
      description: `What each replica took from the start of its process until it was ready; the budget is ${limits.spawnToReadyMaxMs} ms.`,
      unit: 's',
      limit: limits.spawnToReadyMaxMs / 1000,
      queries: [{ expr: value(metrics.startupSeconds, 'phase="ready"'), legend }],
    }),
  ],
};
