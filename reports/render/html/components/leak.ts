import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { LeakAnalysis, ReplicaLeak } from '../../../../load/model/leak-analysis.ts';
import { leakPoints, leakSentence, leakTable } from '../../text/leak-text.ts';
import { leakChart } from '../charts/leak-chart.ts';
import { ChartFrame } from './chart-frame.ts';
import { Finding } from './finding.ts';
import { ClosedTable, OpenTable } from './text-tables.ts';

/** Leak: whether what replicas hold grows with the requests that they serve. */
export function Leak({ analysis }: { analysis: LeakAnalysis }): VNode {
  return html`<div>
    ${analysis.replicas.map((replica) => html`<${Verdict} replica=${replica} />`)}
    <${OpenTable} table=${leakTable(analysis)} />
    ${analysis.replicas.map((replica) => html`<${Held} replica=${replica} />`)}
    <${ClosedTable} table=${leakPoints(analysis)} />
  </div>`;
}

const tones = { leaks: 'bad', 'does-not': 'good', 'cannot-tell': 'open' } as const;

function Verdict({ replica }: { replica: ReplicaLeak }): VNode {
  return html`<${Finding} tone=${tones[replica.verdict]} sentences=${[leakSentence(replica)]} />`;
}

function Held({ replica }: { replica: ReplicaLeak }): VNode | null {
  const spec = leakChart(replica);
  if (spec === undefined) return null;
  return html`<${ChartFrame} title="${replica.replica}: held over the requests served (MiB)" spec=${spec} />`;
}
