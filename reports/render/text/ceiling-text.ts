import { observationsOf } from '../../../load/model/observation.ts';
import type { Experiment } from '../../../load/model/result.ts';
import { countText, milliseconds, steadyText } from './cells.ts';
import { formatNumber } from './number.ts';
import type { TextTable } from './text-table.ts';

/** ceilingTable: what closed loads of more and more connections were answered. */
export function ceilingTable({ observations }: Experiment): TextTable {
  const rows = observationsOf(observations, 'load').map(({ load, measured, warmUpEnd }) => [
    load.model === 'closed' ? countText(load.connections) : '–',
    formatNumber(measured.achievedRps),
    ...[measured.responseTimeMs.p50, measured.responseTimeMs.p90, measured.responseTimeMs.p99].map(
      milliseconds,
    ),
    milliseconds(measured.responseTimeMs.max),
    countText(measured.ledger.ok),
    countText(measured.ledger.failed),
    steadyText(warmUpEnd?.steady),
  ]);
  return {
    caption: 'Closed loads: each connection asks again as soon as it is answered',
    headings: [
      '#Connections',
      '#Requests/s',
      '#p50 ms',
      '#p90 ms',
      '#p99 ms',
      '#Slowest ms',
      '#ok',
      '#Failed',
      'Steady',
    ],
    rows,
  };
}
