import type { BoardSpec } from '../parts/board.ts';
import { runMarkers } from '../parts/markers.ts';
import { replicaVariables } from '../parts/service-variables.ts';
import { anyOf } from '../parts/variables.ts';
import { metrics } from '../promql/services.ts';
import { errors } from './errors.ts';
import { vitals } from './vitals.ts';

/** webVitals: what people saw in their browsers, as the web page tells the gateway. */
export const webVitals: BoardSpec = {
  uid: 'rehearse-web-vitals',
  title: 'Web vitals',
  description:
    'How fast the web page was for the people who opened it, by page, with the limits of web.dev; empty until somebody has.',
  variables: [
    ...replicaVariables(),
    anyOf(
      'page',
      'Page',
      `label_values(${metrics.webVitalsLcp.name}_count{job=~"$job"}, page)`,
      'Which pages, by template.',
    ),
  ],
  markers: runMarkers(),
  rows: [vitals, errors],
};
