import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ReconciliationObservation } from '../../../../load/model/reconciliation-observation.ts';
import { formatFixed } from '../../text/number.ts';
import { DataTable } from '../components/data-table.ts';
import { Section } from '../components/section.ts';
import type { PageSection } from './page-section.ts';
import { type Seen, seenOf } from './seen.ts';

const lead = 'What clients were told, held against what the databases hold and what the messages announced.';

type Account = Seen<'reconciliation'>;

/** bookings: the reconciliation of each experiment that had one, side by side. */
export const bookings: PageSection = {
  id: 'bookings',
  nav: 'Bookings',
  shownFor: (result) => seenOf(result, 'reconciliation').length > 0,
  Content: ({ result }) => {
    const seen = seenOf(result, 'reconciliation');
    return html`<${Section} id="bookings" title="Bookings reconciled" lead=${lead}>
      <${Accounts} seen=${seen} />
      ${seen.map((one) => html`<${Remarks} seen=${one} />`)}
    <//>`;
  },
};

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

/** mostColumns: more accounts than that stand below one another. */
const mostColumns = 4;

function Accounts({ seen }: { seen: readonly Account[] }): VNode {
  return seen.length > mostColumns ? html`<${Below} seen=${seen} />` : html`<${Beside} seen=${seen} />`;
}

function Beside({ seen }: { seen: readonly Account[] }): VNode {
  const rows = lines.map(([key, name, meaning, must]) => [
    name,
    ...seen.map(({ observation }) => countOf(observation[key], must)),
    must === 'be 0' ? `${meaning}: must be 0` : meaning,
  ]);
  const headings = seen.map(({ experiment }) => ({ heading: experiment.title, numeric: true }));
  return html`<${DataTable}
    caption="Clients, databases and messages"
    columns=${[{ heading: 'What' }, ...headings, { heading: 'Meaning' }]}
    rows=${rows}
  />`;
}

function Below({ seen }: { seen: readonly Account[] }): VNode {
  const rows = seen.map(({ experiment, observation }, i) => [
    `${i + 1}. ${experiment.title}`,
    ...lines.map(([key, , , must]) => countOf(observation[key], must)),
  ]);
  const headings = lines.map(([, name, , must]) => ({
    heading: must === 'be 0' ? `${name} (must be 0)` : name,
    numeric: true,
  }));
  return html`<${DataTable}
    caption="Clients, databases and messages, for each fresh state that a load ran on"
    columns=${[{ heading: 'Experiment' }, ...headings]}
    rows=${rows}
  />`;
}

function countOf(count: number, must: 'be 0' | 'be anything'): VNode | string {
  const text = formatFixed(count, 0);
  return must === 'be 0' && count > 0 ? html`<span class="verdict verdict-fail">✗ ${text}</span>` : text;
}

function Remarks({ seen: { experiment, observation: account } }: { seen: Account }): VNode | null {
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
