import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { LoadMeasurement, LoadObservation } from '../../../../load/model/load-observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import { formatClock, formatDuration } from '../../text/duration.ts';
import { formatFixed, formatNumber, formatShort } from '../../text/number.ts';
import { percentileChart } from '../charts/percentile-chart.ts';
import { responseTimeChart, throughputChart } from '../charts/timeline-charts.ts';
import { ChartFrame } from './chart-frame.ts';
import { headed, DataTable } from './data-table.ts';
import { TableDisclosure } from './disclosure.ts';
import { Lanes } from './lanes.ts';
import { LedgerTable } from './ledger-table.ts';
import { ms, percentileCells, percentileColumns } from './milliseconds.ts';

interface LoadProps {
  readonly experiment: Experiment;
  readonly load: LoadObservation;
}

/** SteadyLoad: what was offered, its percentiles, its course over time, and what became of each request. */
export function SteadyLoad({ experiment, load }: LoadProps): VNode {
  return html`<div class="load">
    <${Offered} load=${load} />
    <${PercentileTable} load=${load} />
    <${PercentilePlot} load=${load} />
    <${Course} experiment=${experiment} load=${load} />
    <${LedgerTable} load=${load} />
  </div>`;
}

/** DisturbedLoad: the course first, because that is what the disturbance is seen in; of a control nothing but its losses. */
export function DisturbedLoad({ experiment, load }: LoadProps): VNode {
  const percentiles = html`<${PercentileTable} load=${load} /> <${PercentilePlot} load=${load} />`;
  return html`<div class="load">
    <${Offered} load=${load} />
    <${Course} experiment=${experiment} load=${load} />
    <${LedgerTable} load=${load} />
    ${experiment.control ? null : percentiles}
  </div>`;
}

/** Course: response time and throughput over time below the lives of the replicas, with the tables behind them. */
function Course({ experiment, load }: LoadProps): VNode {
  const responseTime = html`<${ChartFrame}
    title="Response time of each second, by scheduled start (ms, logarithmic)"
    spec=${responseTimeChart(experiment, load)}
  />`;
  return html`<div class="course">
    <${Lanes} experiment=${experiment} />
    ${experiment.control ? null : responseTime}
    <${ChartFrame}
      title="Throughput of each second, by scheduled start (requests/s)"
      spec=${throughputChart(experiment, load)}
    />
    <${TimelineTable} load=${load} />
    <${EventTable} experiment=${experiment} />
  </div>`;
}

function Offered({ load }: { load: LoadObservation }): VNode {
  return html`<p class="offered">${offered(load)}</p>`;
}

function offered({
  measured,
  model,
  arrivals,
  scenario,
  ratePerSecond,
  engine,
  measuredFromMs,
  startedAtMs,
}: LoadObservation): string {
  const what = `${formatShort(ratePerSecond)} × ${scenario} per second (${model} model, ${arrivals === 'poisson' ? 'Poisson' : arrivals} arrivals, ${engine})`;
  const warmUp = formatDuration(measuredFromMs - startedAtMs);
  return (
    `${what}: ${formatNumber(measured.offeredRps, 4)} requests/s offered, ${formatNumber(measured.achievedRps, 4)} achieved, ` +
    `${formatFixed(measured.ledger.ok, 0)} answers in ${formatDuration(measured.durationMs)} after ${warmUp} of warm-up.`
  );
}

function PercentileTable({ load: { measured } }: { load: LoadObservation }): VNode {
  const rows = [
    ['Response time', ...percentileCells(measured.responseTimeMs)],
    ...intervalRows(measured),
    ['… failures counted', ...percentileCells(measured.responseTimeAnyEndMs)],
    ['Service time', ...percentileCells(measured.serviceTimeMs)],
    ['Connection wait', ...percentileCells(measured.connectionWaitMs)],
    ['Dispatch delay', ...percentileCells(measured.dispatchDelayMs)],
  ];
  return html`<${DataTable}
    caption="Percentiles in milliseconds; a dash where fewer than 10/(1 − q) values stand behind one"
    columns=${[{ heading: '' }, ...percentileColumns]}
    rows=${rows}
  />`;
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

function TimelineTable({ load: { timeline } }: { load: LoadObservation }): VNode {
  const rows = timeline.map((point) => [
    formatClock(point.atMs),
    ...[point.scheduled, point.sent, point.ok, point.rejected, point.failed].map((count) =>
      formatFixed(count, 0),
    ),
    ms(point.p50Ms),
    ms(point.p90Ms),
    ms(point.maxMs),
  ]);
  const headings = [
    'Second from',
    '#Scheduled',
    '#Sent',
    '#ok',
    '#Rejected',
    '#Failed',
    '#p50 ms',
    '#p90 ms',
    '#Slowest ms',
  ];
  return html`<${TableDisclosure}
    title="each second of the load"
    columns=${headed(...headings)}
    rows=${rows}
  />`;
}

function EventTable({ experiment: { markers } }: { experiment: Experiment }): VNode | null {
  if (markers.length === 0) return null;
  const rows = markers.map(({ atMs, label, kind }) => [formatClock(atMs), label, kind.replace('-', ' ')]);
  return html`<${TableDisclosure} title="events" columns=${headed('At', 'What', 'Kind')} rows=${rows} />`;
}
