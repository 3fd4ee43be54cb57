import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { failureKinds } from '../../../../load/model/ledger.ts';
import type { LoadObservation } from '../../../../load/model/load-observation.ts';
import { formatClock } from '../../text/duration.ts';
import { formatFixed } from '../../text/number.ts';
import { headed, DataTable } from './data-table.ts';
import { Disclosure, TableDisclosure } from './disclosure.ts';
import { percentileCells, percentileColumns } from './milliseconds.ts';

/** LedgerTable: what became of each request, by outcome, kind of failure and step of the journey. */
export function LedgerTable({ load }: { load: LoadObservation }): VNode {
  return html`<div>
    <${Outcomes} load=${load} />
    <${Disclosure} title="Table: steps of the journey">
      <${DataTable}
        caption="Steps of the journey; response time in milliseconds"
        columns=${stepColumns}
        rows=${stepRows(load)}
      />
    <//>
    <${Instances} load=${load} />
    <${Examples} load=${load} />
  </div>`;
}

const stepColumns = [...headed('Step', '#Requests', '#ok', '#Rejected', '#Failed'), ...percentileColumns];

function Outcomes({ load: { measured } }: { load: LoadObservation }): VNode {
  const { ledger } = measured;
  const names = ['scheduled', 'notSent', 'sent', 'ok', 'rejected', 'failed', 'unfinished'] as const;
  const failures = failureKinds.filter((kind) => ledger.failures[kind] > 0);
  const headings = ['Scheduled', 'Not sent', 'Sent', 'ok', 'Rejected', 'Failed', 'Unfinished'];
  const cells = [...names.map((name) => ledger[name]), ...failures.map((kind) => ledger.failures[kind])];
  return html`<${DataTable}
    caption="What became of each request of the measurement"
    columns=${headed(...[...headings, ...failures.map((kind) => `failed: ${kind}`)].map((heading) => `#${heading}`))}
    rows=${[cells.map((count) => formatFixed(count, 0))]}
  />`;
}

function stepRows({ steps }: LoadObservation): string[][] {
  return steps.map(({ name, requests, ok, rejected, failed, responseTimeMs }) => [
    name,
    ...[requests, ok, rejected, failed].map((count) => formatFixed(count, 0)),
    ...percentileCells(responseTimeMs),
  ]);
}

function Instances({ load: { instances } }: { load: LoadObservation }): VNode | null {
  if (instances.length === 0) return null;
  const rows = instances.map(({ instance, answers, firstAnswerAtMs, lastAnswerAtMs }) => [
    instance,
    formatFixed(answers, 0),
    formatClock(firstAnswerAtMs),
    formatClock(lastAnswerAtMs),
  ]);
  const headings = headed('Instance', '#Answers', '#First answer at', '#Last answer at');
  return html`<${TableDisclosure} title="who answered" columns=${headings} rows=${rows} />`;
}

function Examples({ load: { failureExamples } }: { load: LoadObservation }): VNode | null {
  if (failureExamples.length === 0) return null;
  const rows = failureExamples.map(({ atMs, step, requestId, kind, detail }) => [
    formatClock(atMs),
    step,
    kind,
    detail,
    requestId,
  ]);
  const headings = headed('At', 'Step', 'Kind', 'Detail', 'Request');
  return html`<${TableDisclosure} title="the first failures" columns=${headings} rows=${rows} />`;
}
