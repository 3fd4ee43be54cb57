import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { MemoryObservation } from '../../../../load/model/memory-observation.ts';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { RunResult } from '../../../../load/model/result.ts';
import { formatClock } from '../../text/duration.ts';
import { formatNumber } from '../../text/number.ts';
import { memoryChart } from '../charts/replica-charts.ts';
import { ChartFrame } from '../components/chart-frame.ts';
import { headed, DataTable } from '../components/data-table.ts';
import { TableDisclosure } from '../components/disclosure.ts';
import { Missing, Section } from '../components/section.ts';
import { whyMissing } from './why-missing.ts';

const lead =
  'RSS is what the kernel holds in memory for a process; PSS shares out pages that several processes use; USS is what ' +
  'would be free if it ended; heap is what JavaScript objects take.';

/** Memory: each replica's memory over time, with its phases shaded. */
export function Memory({ result }: { result: RunResult }): VNode {
  const seen = result.experiments.flatMap((experiment) =>
    observationsOf(experiment.observations, 'memory').map((memory) => ({ experiment, memory })),
  );
  return html`<${Section} id="memory" title="Memory" lead=${lead}>
    ${seen.length === 0 ? html`<${Missing} what="Memory" because=${whyMissing(result)} />` : null}
    ${seen.map(
      ({ experiment, memory }) =>
        html`<article>
          <h3>${experiment.title}</h3>
          <${ChartFrame} title="Memory of each replica (MiB)" spec=${memoryChart(experiment, memory)} />
          <${HighWater} memory=${memory} />
          <${TableDisclosure}
            title="memory over time, MiB"
            columns=${pointColumns}
            rows=${pointRows(memory)}
          />
        </article>`,
    )}
  <//>`;
}

const pointColumns = headed('Replica', 'At', '#RSS', '#PSS', '#USS', '#Heap');

function HighWater({ memory }: { memory: MemoryObservation }): VNode {
  const rows = memory.replicas.map(({ service, replica, highWaterBytes }) => [
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

function pointRows(memory: MemoryObservation): string[][] {
  return memory.replicas.flatMap(({ replica, points }) =>
    points.map(({ atMs, rssBytes, pssBytes, ussBytes, heapUsedBytes }) => [
      replica,
      formatClock(atMs),
      ...[rssBytes, pssBytes, ussBytes, heapUsedBytes].map(mebibytes),
    ]),
  );
}

function mebibytes(bytes: number | null): string {
  return bytes === null ? '–' : formatNumber(bytes / 1024 / 1024, 4);
}
