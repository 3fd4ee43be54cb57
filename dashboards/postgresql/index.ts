import type { BoardSpec } from '../parts/board.ts';
import { runMarkers } from '../parts/markers.ts';
import { anyOf, severalOf } from '../parts/variables.ts';
import { connections } from './connections.ts';
import { work } from './work.ts';

/** postgresql: the database server, where its exporter runs. */
export const postgresql: BoardSpec = {
  uid: 'rehearse-postgresql',
  title: 'PostgreSQL',
  description:
    'Connections, locks, cache and work of the database server; empty where postgres_exporter does not run (profile "database" in compose/).',
  variables: [
    anyOf('job', 'Job', 'label_values(pg_up, job)', 'The scrape job in Prometheus.'),
    anyOf(
      'instance',
      'Instance',
      'label_values(pg_up{job=~"$job"}, instance)',
      'Which server, by its exporter.',
    ),
    severalOf(
      'database',
      'Database',
      'label_values(pg_database_size_bytes{job=~"$job", instance=~"$instance"}, datname)',
      'Which databases.',
    ),
  ],
  markers: runMarkers(),
  rows: [connections, work],
};
