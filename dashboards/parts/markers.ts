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

function selector(name: string, ...matchers: readonly string[]): string {
  return `${name}{${matchers.filter(Boolean).join(', ')}}`;
}

/** runMarkers: lines where test runs begin and end, and where one of them does something to the replicas. */
export function runMarkers(matchers = ''): readonly Marker[] {
  return [
    {
      name: 'Run starts',
      expr: selector(ownMetrics.runStart.name, matchers),
      title: 'run of {{suite}} starts',
      text: '{{run}}',
      tags: ['suite'],
      color: 'green',
    },
    {
      name: 'Run ends',
      expr: selector(ownMetrics.runEnd.name, matchers),
      title: 'run of {{suite}} ends',
      text: '{{run}}',
      tags: ['suite'],
      color: 'dark-green',
    },
    {
      name: 'Scale steps and restarts',
      expr: selector(ownMetrics.marker.name, matchers, 'kind="scale"'),
      title: '{{label}}',
      text: '{{experiment}}',
      tags: ['kind'],
      color: 'orange',
    },
    {
      name: 'Replicas come and go',
      expr: selector(
        ownMetrics.marker.name,
        matchers,
        'kind=~"replica-ready|replica-signalled|replica-exited"',
      ),
      title: '{{replica}} {{kind}}',
      text: '{{label}}',
      tags: ['kind', 'service'],
      color: 'purple',
    },
  ];
}

/** phaseMarkers: lines where the experiments of a run begin, and the phases of each: warm-up, a rate, quiet again. */
export function phaseMarkers(matchers: string): readonly Marker[] {
  return [
    {
      name: 'Experiments',
      expr: selector(ownMetrics.experimentStart.name, matchers),
      title: '{{experiment}} begins',
      text: '{{run}}',
      tags: ['suite'],
      color: 'light-green',
    },
    {
      name: 'Phases',
      expr: selector(ownMetrics.marker.name, matchers, 'kind="phase"'),
      title: '{{label}}',
      text: '{{experiment}}',
      tags: ['kind'],
      color: 'yellow',
    },
  ];
}
