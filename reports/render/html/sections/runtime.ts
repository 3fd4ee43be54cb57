import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RuntimeObservation } from '../../../../load/model/runtime-observation.ts';
import { formatClock } from '../../text/duration.ts';
import { formatNumber } from '../../text/number.ts';
import { cpuChart } from '../charts/replica-charts.ts';
import { ChartFrame } from '../components/chart-frame.ts';
import { headed } from '../components/data-table.ts';
import { TableDisclosure } from '../components/disclosure.ts';
import { Section } from '../components/section.ts';
import type { PageSection } from './page-section.ts';
import { type Seen, seenOf } from './seen.ts';

const lead = 'Context for the figures above: how busy each replica was, in percent of one core.';

/** runtime: CPU and event loop of each replica. */
export const runtime: PageSection = {
  id: 'cpu',
  nav: 'CPU',
  shownFor: (result) => seenOf(result, 'runtime').length > 0,
  Content: ({ result }) =>
    html`<${Section} id="cpu" title="CPU and event loop" lead=${lead}>
      ${seenOf(result, 'runtime').map((seen) => html`<${Watched} seen=${seen} />`)}
    <//>`,
};

function Watched({ seen: { experiment, observation } }: { seen: Seen<'runtime'> }): VNode {
  return html`<article>
    <h3>${experiment.title}</h3>
    <${ChartFrame}
      title="CPU of each replica (percent of one core)"
      spec=${cpuChart(experiment, observation)}
    />
    <${TableDisclosure}
      title="CPU and event-loop utilization, percent"
      columns=${headed('Replica', 'At', '#CPU', '#Event loop')}
      rows=${pointRows(observation)}
    />
  </article>`;
}

function pointRows({ replicas }: RuntimeObservation): string[][] {
  return replicas.flatMap(({ replica, points }) =>
    points.map(({ atMs, cpuShare, eventLoopUtilization }) => [
      replica,
      formatClock(atMs),
      percent(cpuShare),
      percent(eventLoopUtilization),
    ]),
  );
}

function percent(share: number | null): string {
  return share === null ? '–' : formatNumber(share * 100);
}
