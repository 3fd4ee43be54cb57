import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { observationsOf, type ReconciliationObservation } from '../../../../load/model/observation.ts';
import type { RunResult } from '../../../../load/model/result.ts';
import { formatFixed } from '../../text/number.ts';
import { headed, DataTable } from '../components/data-table.ts';
import { ControlTag, Missing, Section } from '../components/section.ts';
import { whyMissing } from './why-missing.ts';

const lead = 'What clients were told, held against what the databases hold and what the messages announced.';

/** Bookings: the reconciliation of each experiment that had one. */
export function Bookings({ result }: { result: RunResult }): VNode {
  const seen = result.experiments.flatMap((experiment) =>
    observationsOf(experiment.observations, 'reconciliation').map((account) => ({ experiment, account })),
  );
  return html`<${Section} id="bookings" title="Bookings reconciled" lead=${lead}>
    ${seen.length === 0 ? html`<${Missing} what="The reconciliation" because=${whyMissing(result)} />` : null}
    ${seen.map(
      ({ experiment, account }) =>
        html`<article>
          <h3>${experiment.title} ${experiment.control ? html`<${ControlTag} />` : null}</h3>
          <${Account} account=${account} />
        </article>`,
    )}
  <//>`;
}

type Counted = Exclude<keyof ReconciliationObservation, 'kind' | 'settled' | 'details'>;

const lines: readonly (readonly [Counted, string, string])[] = [
  ['acknowledgedBookings', 'Acknowledged bookings', 'clients had a 201 for them'],
  ['acknowledgedCancellations', 'Acknowledged cancellations', 'clients had the answer'],
  ['storedBookings', 'Stored bookings', 'in the database'],
  ['unacknowledgedBookings', 'Stored, answer lost', 'allowed: the client never heard of them'],
  ['missingBookings', 'Missing', 'acknowledged and not stored: must be 0'],
  ['resurrectedBookings', 'Cancelled and still there', 'must be 0'],
  ['oversoldSeats', 'Oversold seats', 'beyond what a hall holds: must be 0'],
  ['seatCountMismatches', 'Seat counts that disagree', 'events whose seats do not add up: must be 0'],
  ['unannounced', 'Unannounced', 'bookings and cancellations without a message: must be 0'],
  ['projectionMismatches', 'Projections that disagree', 'events whose seatsLeft differs: must be 0'],
];

function Account({ account }: { account: ReconciliationObservation }): VNode {
  const rows = lines.map(([key, name, meaning]) => [name, formatFixed(account[key], 0), meaning]);
  return html`<div>
    ${
      account.settled
        ? null
        : html`<p class="missing">
            Messages were still under way when this was read: the counts are of a moving target.
          </p>`
    }
    <${DataTable}
      caption="Clients, databases and messages"
      columns=${headed('What', '#Count', 'Meaning')}
      rows=${rows}
    />
    ${
      account.details.length === 0
        ? null
        : html`<ul>
            ${account.details.map((detail) => html`<li>${detail}</li>`)}
          </ul>`
    }
  </div>`;
}
