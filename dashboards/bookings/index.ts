import type { BoardSpec } from '../parts/board.ts';
import { replicaStarts, runMarkers } from '../parts/markers.ts';
import { replicaVariables } from '../parts/service-variables.ts';
import { messages } from './messages.ts';
import { sales } from './sales.ts';
import { seats } from './seats.ts';

/** bookings: what the platform is for. */
export const bookings: BoardSpec = {
  uid: 'rehearse-bookings',
  title: 'Bookings',
  description: 'Sales, seats left, and whether every booking is announced; nothing is sold twice.',
  variables: replicaVariables(),
  markers: [replicaStarts, ...runMarkers()],
  rows: [sales, seats, messages],
};
