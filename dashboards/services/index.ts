import type { BoardSpec } from '../parts/board.ts';
import { replicaStarts, runMarkers } from '../parts/markers.ts';
import { replicaVariables, routeVariable } from '../parts/service-variables.ts';
import { gateway } from './gateway.ts';
import { replicas } from './replicas.ts';
import { requests } from './requests.ts';
import { routes } from './routes.ts';
import { saturation } from './saturation.ts';

/** services: rate, errors and duration by service, route and replica, and what runs short. */
export const services: BoardSpec = {
  uid: 'rehearse-services',
  title: 'Services',
  description:
    'Rate, errors and duration of the services by service, route and replica, and how full they are.',
  variables: [...replicaVariables(), routeVariable()],
  markers: [replicaStarts, ...runMarkers()],
  rows: [requests, routes, replicas, gateway, saturation],
};
