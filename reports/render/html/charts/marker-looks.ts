import type { Marker } from '../../../../load/model/result.ts';
import type { ChartMarker } from '../chart-spec.ts';

/** markerLooks: how each kind of event is drawn on a time axis. */
export const markerLooks: Record<Marker['kind'], Pick<ChartMarker, 'color' | 'dashed'>> = {
  phase: { color: 'muted', dashed: true },
  scale: { color: 'ink', dashed: false },
  'replica-requested': { color: 'muted', dashed: true },
  'replica-ready': { color: 'good', dashed: false },
  'replica-signalled': { color: 'bad', dashed: false },
  'replica-exited': { color: 'bad', dashed: true },
};
