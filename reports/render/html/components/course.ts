import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { LoadObservation } from '../../../../load/model/load-observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import { formatClock } from '../../text/duration.ts';
import { formatFixed } from '../../text/number.ts';
import { courseRange } from '../charts/time-range.ts';
import { responseTimeChart, throughputChart } from '../charts/timeline-charts.ts';
import { ChartFrame } from './chart-frame.ts';
import { headed } from './data-table.ts';
import { TableDisclosure } from './disclosure.ts';
import { Lanes } from './lanes.ts';
import { ms } from './milliseconds.ts';

interface CourseProps {
  readonly experiment: Experiment;
  readonly load: LoadObservation;
}

/** Course: response time and throughput over time below the lives of the replicas, with the tables behind them. */
export function Course({ experiment, load }: CourseProps): VNode {
  const each = eachStep(load);
  const responseTime = html`<${ChartFrame}
    title=${`Response time of ${each}, by scheduled start (ms, logarithmic)`}
    spec=${responseTimeChart(experiment, load)}
  />`;
  return html`<div class="course">
    <${Lanes} experiment=${experiment} range=${courseRange(experiment, load)} />
    ${experiment.control ? null : responseTime}
    <${ChartFrame}
      title=${`Throughput of ${each}, by scheduled start (requests/s)`}
      spec=${throughputChart(experiment, load)}
    />
    <${TimelineTable} load=${load} />
    <${EventTable} experiment=${experiment} />
  </div>`;
}

/** eachStep: what one point of the timeline stands for. */
function eachStep({ timelineStepMs }: LoadObservation): string {
  return timelineStepMs === 1000 ? 'each second' : `each ${timelineStepMs / 1000} s`;
}

function TimelineTable({ load }: { load: LoadObservation }): VNode {
  const rows = load.timeline.map((point) => [
    formatClock(point.atMs),
    ...[point.scheduled, point.sent, point.ok, point.rejected, point.failed].map((count) =>
      formatFixed(count, 0),
    ),
    ms(point.p50Ms),
    ms(point.p90Ms),
    ms(point.maxMs),
  ]);
  const headings = [
    load.timelineStepMs === 1000 ? 'Second from' : 'From',
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
    title=${`${eachStep(load)} of the load`}
    columns=${headed(...headings)}
    rows=${rows}
  />`;
}

function EventTable({ experiment: { markers } }: { experiment: Experiment }): VNode | null {
  if (markers.length === 0) return null;
  const rows = markers.map(({ atMs, label, kind }) => [formatClock(atMs), label, kind.replace('-', ' ')]);
  return html`<${TableDisclosure} title="events" columns=${headed('At', 'What', 'Kind')} rows=${rows} />`;
}
