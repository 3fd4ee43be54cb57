import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Percentiles as Quantiles } from '../../../../load/model/histogram.ts';
import type { LoadMeasurement, LoadObservation } from '../../../../load/model/load-observation.ts';
import { formatShort } from '../../text/number.ts';
import { percentileChart } from '../charts/percentile-chart.ts';
import { ChartFrame } from './chart-frame.ts';
import { DataTable, headed } from './data-table.ts';
import { TableDisclosure } from './disclosure.ts';
import { ms, percentileCells, percentileColumns } from './milliseconds.ts';

/** Percentiles: the distributions of a load as a table, and response time against service time as a curve. */
export function Percentiles({ load }: { load: LoadObservation }): VNode {
  return html`<div>
    <${PercentileTable} load=${load} />
    <${PercentilePlot} load=${load} />
  </div>`;
}

function PercentileTable({ load: { measured, responseTimeFrom } }: { load: LoadObservation }): VNode {
  const rows = [
    [
      responseTimeFrom === 'sent' ? 'From the send to the last byte' : 'Response time',
      ...percentileCells(measured.responseTimeMs),
    ],
    ...intervalRows(measured),
    ['… failures counted', ...percentileCells(measured.responseTimeAnyEndMs)],
    ['Service time', ...percentileCells(measured.serviceTimeMs)],
    ...seenRow('Connection wait', measured.connectionWaitMs, measured),
    ...seenRow('Dispatch delay', measured.dispatchDelayMs, measured),
  ];
  return html`<${DataTable}
    caption="Percentiles in milliseconds; a dash where fewer than 10/(1 − q) values stand behind one"
    columns=${[{ heading: '' }, ...percentileColumns]}
    rows=${rows}
  />`;
}

/** seenRow: no row where there were answers and the engine cannot see this of them. */
function seenRow(title: string, found: Quantiles, { ledger }: LoadMeasurement): string[][] {
  return ledger.ok > 0 && found.max === null ? [] : [[title, ...percentileCells(found)]];
}

function intervalRows({ responseTimeIntervals: found }: LoadMeasurement): string[][] {
  const intervals = [found.p50, found.p90, found.p99, found.p999];
  const level = intervals.find((interval) => interval !== undefined)?.level;
  if (level === undefined) return [];
  const cells = intervals.map((interval) =>
    interval === undefined ? '–' : `${ms(interval.low)} – ${ms(interval.high)}`,
  );
  return [[`… ${formatShort(level * 100)}% interval`, ...cells, '', '']];
}

function PercentilePlot({ load: { measured } }: { load: LoadObservation }): VNode | null {
  const spec = percentileChart(measured);
  if (spec === undefined) return html`<p class="missing">Too few answers for a curve of percentiles.</p>`;
  const rows = measured.percentileCurve.map(({ q, responseTimeMs, serviceTimeMs }) => [
    `${formatShort(q * 100, 5)}%`,
    ms(responseTimeMs),
    ms(serviceTimeMs),
  ]);
  return html`<div>
    <${ChartFrame} title="Latency by percentile (ms)" spec=${spec} />
    <${TableDisclosure}
      title="latency by percentile, milliseconds"
      columns=${headed('Percentile', '#Response time', '#Service time')}
      rows=${rows}
    />
  </div>`;
}
