import type { BoardSpec } from '../parts/board.ts';
import { replicaStarts, runMarkers } from '../parts/markers.ts';
import { replicaVariables } from '../parts/service-variables.ts';
import { eventLoop } from './event-loop.ts';
import { garbage } from './garbage.ts';
import { memory } from './memory.ts';
import { process } from './process.ts';

/** nodejs: the runtime of each replica. */
export const nodejs: BoardSpec = {
  uid: 'rehearse-nodejs',
  title: 'Node.js runtime',
  description: 'Event loop, heap, garbage collection and handles of each replica.',
  variables: replicaVariables(),
  markers: [replicaStarts, ...runMarkers()],
  rows: [eventLoop, memory, garbage, process],
};
