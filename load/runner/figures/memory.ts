import type { Figure } from '../../model/figure.ts';
import { memoryPhases, type MemoryObservation, type MemoryPoint } from '../../model/memory-observation.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Experiment } from '../../model/result.ts';
import { extent, median } from '../../../stats/order-statistics.ts';
import { retainedFigures } from './retained-memory.ts';

const measures = [
  { key: 'rssBytes', name: 'rss', title: 'RSS' },
  { key: 'pssBytes', name: 'pss', title: 'PSS' },
  { key: 'heapUsedBytes', name: 'heap_used', title: 'heap used' },
] as const;

type Phase = (typeof memoryPhases)[number];
type Measure = (typeof measures)[number];

/**
 * memoryFigures: RSS, PSS and heap of the scaled service's replica by phase, the median of its samples with their
 * range; its high-water mark; and what it held at named moments, where a run has looked.
 */
export function memoryFigures(experiments: readonly Experiment[], scaledService: string): Figure[] {
  const seen = experiments.find((e) => observationsOf(e.observations, 'memory').length > 0);
  const memory = seen && observationsOf(seen.observations, 'memory')[0];
  if (memory === undefined) return [];
  const retained = observationsOf(seen?.observations ?? [], 'retained-memory')[0];
  return [
    ...measures.flatMap((measure) =>
      phasesOf(memory, measure).map((phase) => phaseFigure(memory, scaledService, phase, measure)),
    ),
    highWater(memory, scaledService),
    ...ownParts(memory),
    ...(retained === undefined ? [] : retainedFigures(retained, scaledService)),
  ];
}

/** phasesOf: a forced collection is not part of every run, and what the heap held after it was read exactly. */
function phasesOf({ phases }: MemoryObservation, { key }: Measure): Phase[] {
  const collected = key !== 'heapUsedBytes' && phases.some(({ phase }) => phase === 'after_gc');
  return memoryPhases.filter((phase) => phase !== 'after_gc' || collected);
}

function phaseFigure(memory: MemoryObservation, service: string, phase: Phase, measure: Measure): Figure {
  const points = pointsIn(memory, service, phase);
  const values = points.flatMap((point) => point[measure.key] ?? []);
  const extremes = measure.key === 'rssBytes' ? points.flatMap(rssExtremes) : values;
  return {
    name: `memory.${measure.name}.${phase}`,
    title: `${measure.title} ${phase === 'after_gc' ? 'after GC' : phase.replace('_', ' ')}`,
    group: 'memory',
    unit: 'bytes',
    value: values.length === 0 ? null : median(values),
    n: values.length,
    of: `samples of one ${service} replica`,
    ...(values.length === 0 ? { note: 'no sample in this phase' } : { range: extent(extremes) }),
  };
}

function rssExtremes({ rssBytes, rssRange }: MemoryPoint): number[] {
  return rssRange === undefined ? [rssBytes] : [rssRange.lowBytes, rssRange.highBytes];
}

function pointsIn({ phases, replicas }: MemoryObservation, service: string, phase: Phase): MemoryPoint[] {
  const spans = phases.filter((span) => span.phase === phase);
  const points = replicas.find((replica) => replica.service === service)?.points ?? [];
  return points.filter(({ atMs }) => spans.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs));
}

function highWater({ replicas }: MemoryObservation, service: string): Figure {
  const value = replicas.find((replica) => replica.service === service)?.highWaterBytes ?? null;
  return {
    name: 'memory.rss.high_water',
    title: 'RSS at its highest',
    group: 'memory',
    unit: 'bytes',
    value,
    n: value === null ? 0 : 1,
    of: `${service} replica (VmHWM)`,
    ...(value === null ? { note: 'the kernel does not tell it' } : {}),
  };
}

/** ownParts: what this program itself took, where it was watched. */
function ownParts({ replicas }: MemoryObservation): Figure[] {
  return replicas
    .filter(({ service }) => service === 'rehearse')
    .map(({ replica, points }) => {
      const values = points.flatMap(rssExtremes);
      return {
        name: `memory.rss.${replica}.max`,
        title: `RSS of our own ${replica}, at most`,
        group: 'memory',
        unit: 'bytes',
        value: values.length === 0 ? null : extent(values).high,
        n: points.length,
        of: 'samples',
        ...(values.length === 0 ? {} : { range: extent(values) }),
      };
    });
}
