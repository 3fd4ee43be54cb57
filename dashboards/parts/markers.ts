import { ownMetrics } from '../../load/model/own-metrics.ts';
import { value } from '../promql/services.ts';
import type { Marker } from './annotations.ts';

/** replicaStarts: a line at each start of a replica that is chosen. */
export const replicaStarts: Marker = {
  name: 'Replica starts',
  expr: value('process_start_time_seconds'),
  title: '{{instance}} started',
  text: '{{service}}',
  tags: ['service'],
  color: 'blue',
};

/** runMarkers: lines where test runs begin and end, and where one of them does something to the replicas. */
export function runMarkers(matchers = ''): readonly Marker[] {
  const of = (name: string, more = ''): string => {
    const all = [matchers, more].filter(Boolean).join(', ');
    return `${name}{${all}}`;
  };
  return [
    {
      name: 'Run starts',
      expr: of(ownMetrics.runStart.name),
      title: 'run of {{suite}} starts',
      text: '{{run}}',
      tags: ['suite'],
      color: 'green',
    },
    {
      name: 'Run ends',
      expr: of(ownMetrics.runEnd.name),
      title: 'run of {{suite}} ends',
      text: '{{run}}',
      tags: ['suite'],
      color: 'dark-green',
    },
    {
      name: 'Scale steps and restarts',
      expr: of(ownMetrics.marker.name, 'kind="scale"'),
      title: '{{label}}',
      text: '{{experiment}}',
      tags: ['kind'],
      color: 'orange',
    },
    {
      name: 'Replicas come and go',
      expr: of(ownMetrics.marker.name, 'kind=~"replica-ready|replica-signalled|replica-exited"'),
      title: '{{replica}} {{kind}}',
      text: '{{label}}',
      tags: ['kind', 'service'],
      color: 'purple',
    },
  ];
}
