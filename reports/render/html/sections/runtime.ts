import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { RuntimeObservation } from '../../../../load/model/runtime-observation.ts';
import type { RunResult } from '../../../../load/model/result.ts';
import { formatClock } from '../../text/duration.ts';
import { formatNumber } from '../../text/number.ts';
import { cpuChart } from '../charts/replica-charts.ts';
import { ChartFrame } from '../components/chart-frame.ts';
import { headed } from '../components/data-table.ts';
import { TableDisclosure } from '../components/disclosure.ts';
import { Missing, Section } from '../components/section.ts';
import { whyMissing } from './why-missing.ts';

const lead = 'Context for the figures above: how busy each replica was, in percent of one core.';

/** Runtime: CPU and event loop of each replica. */
export function Runtime({ result }: { result: RunResult }): VNode {
  const seen = result.experiments.flatMap((experiment) =>
    observationsOf(experiment.observations, 'runtime').map((runtime) => ({ experiment, runtime })),
  );
  return html`<${Section} id="cpu" title="CPU and event loop" lead=${lead}>
    ${seen.length === 0 ? html`<${Missing} what="CPU" because=${whyMissing(result)} />` : null}
    ${seen.map(
      ({ experiment, runtime }) =>
        html`<article>
          <h3>${experiment.title}</h3>
          <${ChartFrame}
            title="CPU of each replica (percent of one core)"
            spec=${cpuChart(experiment, runtime)}
          />
          <${TableDisclosure}
            title="CPU and event-loop utilization, percent"
            columns=${headed('Replica', 'At', '#CPU', '#Event loop')}
            rows=${pointRows(runtime)}
          />
        </article>`,
    )}
  <//>`;
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
