import type { Experiment } from '../../../../load/model/result.ts';
import type { ChartMarker } from '../chart-spec.ts';
import { markerLooks } from './marker-looks.ts';

/** markersOf: what happened during an experiment, as lines on its time axes. */
export function markersOf({ markers }: Experiment): ChartMarker[] {
  return markers.map(({ atMs, kind, label }) => ({ x: atMs / 1000, label, ...markerLooks[kind] }));
}
