import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import { stopHeadings, type StopRow, stopRows } from '../../text/stop-rows.ts';
import { headed, HeadRow, Row, ScrollingTable } from './data-table.ts';
import { ControlTag } from './section.ts';

const keys = Object.keys(stopHeadings) as (keyof StopRow)[];
const texts = new Set<keyof StopRow>(['replica', 'cause', 'signal', 'exit', 'forced']);
const heads = headed(...keys.map((key) => (texts.has(key) ? '' : '#') + stopHeadings[key]));
const caption = 'How each replica ended; the requests held open at its signal, and what became of them';

/** Scorecard: every end of a replica, the control's below the others in the same columns. */
export function Scorecard({ experiments }: { experiments: readonly Experiment[] }): VNode {
  return html`<${ScrollingTable} caption=${caption}>
    <thead>
      <${HeadRow} columns=${heads} />
    </thead>
    ${experiments.map(
      (experiment) =>
        html`<tbody>
          <tr class="group">
            <th scope="rowgroup" colspan=${keys.length}>
              <span class="group-title">
                ${experiment.title} ${experiment.control ? html`<${ControlTag} />` : null}
              </span>
            </th>
          </tr>
          ${rowsOf(experiment).map((cells) => html`<${Row} columns=${heads} cells=${cells} />`)}
        </tbody>`,
    )}
  <//>`;
}

function rowsOf({ observations }: Experiment): string[][] {
  return observationsOf(observations, 'shutdown')
    .flatMap(({ stops }) => stopRows(stops))
    .map((row) => keys.map((key) => row[key]));
}
