import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { LoadObservation } from '../../../../load/model/load-observation.ts';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import { countText, milliseconds, percentText } from '../../text/cells.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatNumber, formatShort } from '../../text/number.ts';
import { ClosedTable } from './text-tables.ts';

const headings = [
  '#Journeys/s',
  '#Offered req/s',
  '#Achieved req/s',
  '#Measured for',
  '#Scheduled',
  '#Not sent',
  '#ok',
  '#Rejected',
  '#Failed',
  '#Unfinished',
  '#Slowest ms',
  '#Dispatch delay p99 ms',
  '#Generator CPU',
  'Ended before its time',
];

/** RatesInDetail: what became of each request at every rate, and how the generator was. */
export function RatesInDetail({ experiment }: { experiment: Experiment }): VNode {
  const rows = observationsOf(experiment.observations, 'load').map(rowOf);
  return html`<${ClosedTable} table=${{ caption: 'requests and generator at each rate', headings, rows }} />`;
}

function rowOf({ load, measured, generator, stopped }: LoadObservation): string[] {
  const { ledger } = measured;
  return [
    load.model === 'open' ? formatShort(load.ratePerSecond, 4) : '–',
    formatNumber(measured.offeredRps),
    formatNumber(measured.achievedRps),
    formatDuration(measured.durationMs),
    ...[ledger.scheduled, ledger.notSent, ledger.ok, ledger.rejected, ledger.failed, ledger.unfinished].map(
      countText,
    ),
    milliseconds(measured.responseTimeMs.max),
    milliseconds(measured.dispatchDelayMs.p99),
    percentText(generator.cpuShare),
    { no: 'no', asked: 'yes', died: 'the generator died' }[stopped],
  ];
}
