import type { Figure } from '../../model/figure.ts';
import { memoryPhases, type MemoryObservation, type MemoryPoint } from '../../model/memory-observation.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Experiment } from '../../model/result.ts';
import { extent, median } from '../../../stats/order-statistics.ts';

const measures = [
  { key: 'rssBytes', name: 'rss', title: 'RSS' },
  { key: 'pssBytes', name: 'pss', title: 'PSS' },
  { key: 'heapUsedBytes', name: 'heap_used', title: 'heap used' },
] as const;

/** memoryFigures: RSS, PSS and heap of the scaled service's replica by phase: the median of its samples, with their range. */
export function memoryFigures(experiments: readonly Experiment[], scaledService: string): Figure[] {
  const memory = experiments.flatMap((e) => observationsOf(e.observations, 'memory'))[0];
  if (memory === undefined) return [];
  return measures.flatMap((measure) =>
    memoryPhases.map((phase) => {
      const values = valuesIn(memory, scaledService, phase, measure.key);
      return {
        name: `memory.${measure.name}.${phase}`,
        title: `${measure.title} ${phase.replace('_', ' ')}`,
        group: 'memory',
        unit: 'bytes',
        value: values.length === 0 ? null : median(values),
        n: values.length,
        of: `samples of one ${scaledService} replica`,
        ...(values.length === 0 ? { note: 'no sample in this phase' } : { range: extent(values) }),
      } satisfies Figure;
    }),
  );
}

function valuesIn(
  memory: MemoryObservation,
  service: string,
  phase: (typeof memoryPhases)[number],
  key: keyof Omit<MemoryPoint, 'atMs'>,
): number[] {
  const span = memory.phases.find((p) => p.phase === phase);
  const replica = memory.replicas.find((r) => r.service === service);
  if (span === undefined || replica === undefined) return [];
  return replica.points
    .filter((point) => point.atMs >= span.fromMs && point.atMs <= span.toMs)
    .flatMap((point) => point[key] ?? []);
}
