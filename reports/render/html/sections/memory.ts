import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { MemoryObservation } from '../../../../load/model/memory-observation.ts';
import { mebibytes } from '../../text/cells.ts';
import { formatClock } from '../../text/duration.ts';
import { memoryChart } from '../charts/replica-charts.ts';
import { ChartFrame } from '../components/chart-frame.ts';
import { headed, DataTable } from '../components/data-table.ts';
import { TableDisclosure } from '../components/disclosure.ts';
import { Section } from '../components/section.ts';
import type { PageSection } from './page-section.ts';
import { type Seen, seenOf } from './seen.ts';

const lead =
  'RSS is what the kernel holds in memory for a process; PSS shares out pages that several processes use; USS is what ' +
  'would be free if it ended; heap is what JavaScript objects take.';

/** memory: each replica's memory over time, with its phases shaded. */
export const memory: PageSection = {
  id: 'memory',
  nav: 'Memory',
  shownFor: (result) => seenOf(result, 'memory').length > 0,
  Content: ({ result }) =>
    html`<${Section} id="memory" title="Memory" lead=${lead}>
      ${seenOf(result, 'memory').map((seen) => html`<${Watched} seen=${seen} />`)}
    <//>`,
};

function Watched({ seen: { experiment, observation } }: { seen: Seen<'memory'> }): VNode {
  return html`<article>
    <h3>${experiment.title}</h3>
    <${ChartFrame} title="Memory of each replica (MiB)" spec=${memoryChart(experiment, observation)} />
    <${HighWater} ...${observation} />
    <${TableDisclosure}
      title="memory over time, MiB"
      columns=${pointColumns}
      rows=${pointRows(observation)}
    />
  </article>`;
}

const pointColumns = headed('Replica', 'At', '#RSS', '#PSS', '#USS', '#Heap');

function HighWater({ replicas }: MemoryObservation): VNode {
  const rows = replicas.map(({ service, replica, highWaterBytes }) => [
    replica,
    service,
    mebibytes(highWaterBytes),
  ]);
  return html`<${DataTable}
    caption="Most memory that the kernel ever held for each replica (VmHWM), MiB"
    columns=${headed('Replica', 'Service', '#High-water mark')}
    rows=${rows}
  />`;
}

function pointRows({ replicas }: MemoryObservation): string[][] {
  return replicas.flatMap(({ replica, points }) =>
    points.map(({ atMs, rssBytes, pssBytes, ussBytes, heapUsedBytes }) => [
      replica,
      formatClock(atMs),
      ...[rssBytes, pssBytes, ussBytes, heapUsedBytes].map(mebibytes),
    ]),
  );
}
