import type { Experiment, Marker } from '../../../../load/model/result.ts';
import type { ChartMarker } from '../chart-spec.ts';

const looks: Record<Marker['kind'], Pick<ChartMarker, 'color' | 'dashed'>> = {
  phase: { color: 'muted', dashed: true },
  scale: { color: 'ink', dashed: false },
  'replica-requested': { color: 'muted', dashed: true },
  'replica-ready': { color: 'good', dashed: false },
  'replica-signalled': { color: 'bad', dashed: false },
  'replica-exited': { color: 'bad', dashed: true },
};

/** markersOf: what happened during an experiment, as lines on its time axes. */
export function markersOf({ markers }: Experiment): ChartMarker[] {
  return markers.map(({ atMs, kind, label }) => ({ x: atMs / 1000, label, ...looks[kind] }));
}
