import type { Figure } from '../../model/figure.ts';
import type { Heap, RetainedMemoryObservation } from '../../model/retained-memory-observation.ts';

type ReplicaRetained = RetainedMemoryObservation['replicas'][number];
type Reading = ReplicaRetained['readings'][number];

const moments = ['idle', 'under_load', 'after_load', 'after_gc'] as const;

const measures = [
  { name: 'external', title: 'external', of: (heap: Heap) => heap.externalBytes },
  { name: 'array_buffers', title: 'array buffers', of: (heap: Heap) => heap.arrayBuffersBytes },
] as const;

/** retainedFigures: what the scaled service's replica held at named moments, by kind and by V8's spaces. */
export function retainedFigures({ replicas }: RetainedMemoryObservation, scaledService: string): Figure[] {
  const replica = replicas.find(({ service }) => service === scaledService);
  if (replica === undefined) return [];
  const at = (moment: Reading['moment']): Heap | null =>
    replica.readings.find((reading) => reading.moment === moment)?.heap ?? null;
  const collected = at('after_gc');
  return [
    figure(replica, 'heap_used.after_gc', 'heap used after GC', collected?.usedBytes),
    ...measures.flatMap(({ name, title, of }) =>
      moments.map((moment) => {
        const heap = at(moment);
        const when = moment === 'after_gc' ? 'after GC' : moment.replace('_', ' ');
        return figure(replica, `${name}.${moment}`, `${title} ${when}`, heap === null ? undefined : of(heap));
      }),
    ),
    ...(collected?.spaces ?? [])
      .filter(({ usedBytes }) => usedBytes > 0)
      .map(({ space, usedBytes }) =>
        figure(replica, `heap_space.${space}.after_gc`, `${space.replaceAll('_', ' ')} after GC`, usedBytes),
      ),
    cgroupPeak(replica),
  ];
}

function figure(replica: ReplicaRetained, name: string, title: string, value: number | undefined): Figure {
  const { service, heapUnseen } = replica;
  return {
    name: `memory.${name}`,
    title,
    group: 'memory',
    unit: 'bytes',
    value: value ?? null,
    n: value === undefined ? 0 : 1,
    of: `reading of one ${service} replica`,
    ...(value === undefined ? { note: heapUnseen ?? 'no reading at this moment' } : {}),
  };
}

function cgroupPeak({ service, cgroupPeakBytes, cgroupNote }: ReplicaRetained): Figure {
  return {
    name: 'memory.cgroup_peak',
    title: 'control group at its highest',
    group: 'memory',
    unit: 'bytes',
    value: cgroupPeakBytes,
    n: cgroupPeakBytes === null ? 0 : 1,
    of: `control group of one ${service} replica`,
    ...(cgroupNote === null ? {} : { note: cgroupNote }),
  };
}
