import { limits } from '../../load/model/limits.ts';
import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { sum } from '../promql/combine.ts';
import { value } from '../promql/services.ts';

const legend = '{{instance}}';

/** memory: what a replica holds, by kind. */
export const memory: Row = {
  title: 'Memory',
  panels: [
    timeSeries({
      title: 'Resident memory',
      description: 'Resident set size; the budget is 150 MiB. It does not fall at once when the heap does.',
      unit: 'bytes',
      limit: limits.residentMemoryBytes,
      queries: [{ expr: value('process_resident_memory_bytes'), legend }],
    }),
    timeSeries({
      title: 'Heap in use',
      description:
        'A saw-tooth is healthy. Lows that rise from tooth to tooth are a leak: rehearse run memory tells.',
      unit: 'bytes',
      calcs: ['lastNotNull', 'min', 'max'],
      queries: [{ expr: value('nodejs_heap_size_used_bytes'), legend }],
    }),
    timeSeries({
      title: 'Heap in use by space',
      description:
        'Summed over what is chosen. new_space fills and empties; old_space holds what has survived.',
      unit: 'bytes',
      stacked: true,
      queries: [{ expr: sum(['space'], value('nodejs_heap_space_size_used_bytes')), legend: '{{space}}' }],
    }),
    timeSeries({
      title: 'Share of the heap in use',
      description: 'Of what V8 has taken from the system.',
      unit: 'percentunit',
      max: 1,
      queries: [
        {
          expr: `${value('nodejs_heap_size_used_bytes')} / ${value('nodejs_heap_size_total_bytes')}`,
          legend,
        },
      ],
    }),
    timeSeries({
      title: 'Memory outside the heap',
      description: 'Buffers and other objects that V8 knows of but does not hold.',
      unit: 'bytes',
      queries: [{ expr: value('nodejs_external_memory_bytes'), legend }],
    }),
    timeSeries({
      title: 'Slope of resident memory',
      description:
        'Bytes per second gained over the last 10 minutes, or as many as there are. Above 0 for hours is a leak.',
      unit: 'bytes',
      min: -10_000,
      queries: [
        {
          expr: `deriv(${value('process_resident_memory_bytes')}[10m])`,
          legend,
        },
      ],
    }),
  ],
};
