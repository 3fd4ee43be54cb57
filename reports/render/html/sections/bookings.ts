import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { ReconciliationObservation } from '../../../../load/model/reconciliation-observation.ts';
import type { Experiment, RunResult } from '../../../../load/model/result.ts';
import { formatFixed } from '../../text/number.ts';
import { DataTable } from '../components/data-table.ts';
import { Missing, Section } from '../components/section.ts';
import { whyMissing } from './why-missing.ts';

const lead = 'What clients were told, held against what the databases hold and what the messages announced.';

interface Account {
  readonly experiment: Experiment;
  readonly account: ReconciliationObservation;
}

/** Bookings: the reconciliation of each experiment that had one, side by side. */
export function Bookings({ result }: { result: RunResult }): VNode {
  const seen = result.experiments.flatMap((experiment) =>
    observationsOf(experiment.observations, 'reconciliation').map((account) => ({ experiment, account })),
  );
  return html`<${Section} id="bookings" title="Bookings reconciled" lead=${lead}>
    ${
      seen.length === 0
        ? html`<${Missing} what="The reconciliation" because=${whyMissing(result)} />`
        : html`<${Accounts} seen=${seen} />`
    }
    ${seen.map((one) => html`<${Remarks} ...${one} />`)}
  <//>`;
}

type Counted = Exclude<keyof ReconciliationObservation, 'kind' | 'settled' | 'details'>;

const lines: readonly (readonly [Counted, string, string, 'be 0' | 'be anything'])[] = [
  ['acknowledgedBookings', 'Acknowledged bookings', 'clients had a 201 for them', 'be anything'],
  ['acknowledgedCancellations', 'Acknowledged cancellations', 'clients had the answer', 'be anything'],
  ['storedBookings', 'Stored bookings', 'in the database', 'be anything'],
  ['unacknowledgedBookings', 'Stored, answer lost', 'allowed: the client never heard of them', 'be anything'],
  ['missingBookings', 'Missing', 'acknowledged and not stored', 'be 0'],
  ['resurrectedBookings', 'Cancelled and still there', 'in the database', 'be 0'],
  ['oversoldSeats', 'Oversold seats', 'beyond what a hall holds', 'be 0'],
  ['seatCountMismatches', 'Seat counts that disagree', 'events whose seats do not add up', 'be 0'],
  ['unannounced', 'Unannounced', 'bookings and cancellations without a message', 'be 0'],
  ['projectionMismatches', 'Projections that disagree', 'events whose seatsLeft differs', 'be 0'],
];

function Accounts({ seen }: { seen: readonly Account[] }): VNode {
  const rows = lines.map(([key, name, meaning, must]) => [
    name,
    ...seen.map(({ account }) => countOf(account[key], must)),
    must === 'be 0' ? `${meaning}: must be 0` : meaning,
  ]);
  const headings = seen.map(({ experiment }) => ({ heading: experiment.title, numeric: true }));
  return html`<${DataTable}
    caption="Clients, databases and messages"
    columns=${[{ heading: 'What' }, ...headings, { heading: 'Meaning' }]}
    rows=${rows}
  />`;
}

function countOf(count: number, must: 'be 0' | 'be anything'): VNode | string {
  const text = formatFixed(count, 0);
  return must === 'be 0' && count > 0 ? html`<span class="verdict verdict-fail">✗ ${text}</span>` : text;
}

function Remarks({ experiment, account }: Account): VNode | null {
  if (account.settled && account.details.length === 0) return null;
  return html`<article>
    <h3>${experiment.title}</h3>
    ${account.settled ? null : html`<p class="missing">${unsettled}</p>`}
    <ul>
      ${account.details.map((detail) => html`<li>${detail}</li>`)}
    </ul>
  </article>`;
}

const unsettled = 'Messages were still under way when this was read: the counts are of a moving target.';
