import { metrics } from '../promql/services.ts';
import { anyOf, severalOf, type Variable } from './variables.ts';

const every = metrics.draining.name;

/** replicaVariables: which replicas, by job, service and instance; every dashboard of the services has these. */
export function replicaVariables(): Variable[] {
  return [
    anyOf('job', 'Job', `label_values(${every}, job)`, 'The scrape job in Prometheus.'),
    severalOf('service', 'Service', `label_values(${every}{job=~"$job"}, service)`, 'Which services.'),
    anyOf(
      'instance',
      'Instance',
      `label_values(${every}{job=~"$job", service=~"$service"}, instance)`,
      'Which replicas, those that are gone among them.',
    ),
  ];
}

/** routeVariable: which routes, by their templates. */
export function routeVariable(): Variable {
  return anyOf(
    'route',
    'Route',
    `label_values(${metrics.requestDuration.name}_count{job=~"$job", service=~"$service"}, http_route)`,
    'Which routes, by template.',
  );
}
