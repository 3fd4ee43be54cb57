import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { CapacityObservation } from '../../../../load/model/capacity-observation.ts';
import { formatClock, formatDuration } from '../../text/duration.ts';
import { headed, DataTable } from './data-table.ts';

/** CapacityTable: the replicas that were added, and how long after the request they were ready and gave answers. */
export function CapacityTable({ additions }: { additions: CapacityObservation['additions'] }): VNode {
  const rows = additions.map(({ replica, cause, requestedAtMs, readyAtMs, firstAnswerAtMs }) => [
    replica,
    cause.replace('-', ' '),
    formatClock(requestedAtMs),
    formatDuration(readyAtMs - requestedAtMs),
    firstAnswerAtMs === null ? 'none seen' : formatDuration(firstAnswerAtMs - requestedAtMs),
  ]);
  return html`<${DataTable}
    caption="Arrival of new capacity: after the request for a replica, until it was ready and until clients had its first answer"
    columns=${headed('Replica', 'Cause', '#Requested at', '#Ready after', '#First answer after')}
    rows=${rows}
  />`;
}
