import type { Row } from '../parts/board.ts';
import { table } from '../parts/table.ts';
import { timeSeries } from '../parts/time-series.ts';
import { perSecond, value } from '../promql/services.ts';

/** process: what the operating system sees. */
export const process: Row = {
  title: 'Process',
  panels: [
    timeSeries({
      title: 'CPU by kind',
      description: 'Cores in use, in the program and in the kernel on its behalf.',
      unit: 'short',
      queries: [
        { expr: perSecond('process_cpu_user_seconds_total'), legend: '{{instance}} user' },
        { expr: perSecond('process_cpu_system_seconds_total'), legend: '{{instance}} system' },
      ],
    }),
    timeSeries({
      title: 'Open file descriptors',
      description: 'Connections, files and pipes.',
      unit: 'short',
      queries: [{ expr: value('process_open_fds'), legend: '{{instance}}' }],
    }),
    table({
      title: 'Versions',
      description: 'Which Node.js each replica runs on.',
      unit: 'short',
      columns: { service: 'service', instance: 'replica', version: 'Node.js' },
      values: [],
      queries: [{ expr: value('nodejs_version_info'), legend: '{{instance}}', as: 'values' }],
    }),
  ],
};
