import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { analysesOfKind } from '../../../../load/model/analysis.ts';
import type { MemoryObservation } from '../../../../load/model/memory-observation.ts';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { Experiment, RunResult } from '../../../../load/model/result.ts';
import type { RetainedMemoryObservation } from '../../../../load/model/retained-memory-observation.ts';
import { mebibytes } from '../../text/cells.ts';
import { heapTable, retainedNotes, spacesTable } from '../../text/leak-text.ts';
import { formatClock } from '../../text/duration.ts';
import { memoryChart } from '../charts/replica-charts.ts';
import { ChartFrame } from '../components/chart-frame.ts';
import { headed, DataTable } from '../components/data-table.ts';
import { TableDisclosure } from '../components/disclosure.ts';
import { Leak } from '../components/leak.ts';
import { Question, Section } from '../components/section.ts';
import { OpenTable } from '../components/text-tables.ts';
import type { PageSection } from './page-section.ts';
import { seenOf } from './seen.ts';

const lead =
  'RSS is what the kernel holds in memory for a process; PSS shares out pages that several processes use; USS is what ' +
  'would be free if it ended; heap is what JavaScript objects take.';

/** memory: each replica's memory over time, with its phases shaded. */
export const memory: PageSection = {
  id: 'memory',
  nav: 'Memory',
  shownFor: (result) => experimentsOf(result).length > 0,
  Content: ({ result }) =>
    html`<${Section} id="memory" title="Memory" lead=${lead}>
      ${experimentsOf(result).map((experiment) => html`<${Held} experiment=${experiment} result=${result} />`)}
    <//>`,
};

function experimentsOf(result: RunResult): Experiment[] {
  const seen = [...seenOf(result, 'memory'), ...seenOf(result, 'retained-memory')];
  const found = new Set(seen.map(({ experiment }) => experiment));
  return result.experiments.filter((experiment) => found.has(experiment));
}

function Held({ experiment, result }: { experiment: Experiment; result: RunResult }): VNode {
  const { observations } = experiment;
  const leaks = analysesOfKind(result.analyses, 'leak').filter((one) => one.experiment === experiment.name);
  return html`<article>
    <h3>${experiment.title}</h3>
    <${Question}>${experiment.question}<//>
    ${leaks.map((analysis) => html`<${Leak} analysis=${analysis} />`)}
    ${observationsOf(observations, 'memory').map(
      (observation) => html`<${Watched} experiment=${experiment} observation=${observation} />`,
    )}
    ${observationsOf(observations, 'retained-memory').map(
      (observation) => html`<${Retained} observation=${observation} />`,
    )}
  </article>`;
}

function Watched(props: { experiment: Experiment; observation: MemoryObservation }): VNode {
  const { experiment, observation } = props;
  return html`<div>
    <${ChartFrame} title="Memory of each replica (MiB)" spec=${memoryChart(experiment, observation)} />
    <${HighWater} ...${observation} />
    <${TableDisclosure}
      title="memory over time, MiB"
      columns=${pointColumns}
      rows=${pointRows(observation)}
    />
  </div>`;
}

function Retained({ observation }: { observation: RetainedMemoryObservation }): VNode {
  const spaces = spacesTable(observation);
  return html`<div>
    <${OpenTable} table=${heapTable(observation)} />
    ${spaces === undefined ? null : html`<${OpenTable} table=${spaces} />`}
    ${retainedNotes(observation).map((note) => html`<p class="said">${note}</p>`)}
  </div>`;
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
