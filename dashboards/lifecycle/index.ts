import type { BoardSpec } from '../parts/board.ts';
import { replicaStarts, runMarkers } from '../parts/markers.ts';
import { replicaVariables } from '../parts/service-variables.ts';
import { readiness } from './readiness.ts';
import { starts } from './starts.ts';
import { stops } from './stops.ts';

/** lifecycle: how replicas come, serve and go. */
export const lifecycle: BoardSpec = {
  uid: 'rehearse-lifecycle',
  title: 'Lifecycle',
  description: 'How replicas start, become ready, drain and end, and whether any of them flaps.',
  variables: replicaVariables(),
  markers: [replicaStarts, ...runMarkers()],
  rows: [readiness, starts, stops],
};
