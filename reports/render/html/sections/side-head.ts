import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { NamedResult } from '../../../compare/side-by-side.ts';
import { type Difference, environmentDifferences, settingDifferences } from '../../text/differences.ts';
import { sideFacts } from '../../text/side-facts.ts';
import { DataTable } from '../components/data-table.ts';
import { ResultKey } from '../components/result-key.ts';
import { Section } from '../components/section.ts';

interface HeadProps {
  readonly results: readonly NamedResult[];
}

/** SideHead: which results these are, and in what else than their figures they differ. */
export function SideHead({ results }: HeadProps): VNode {
  const suites = [...new Set(results.map(({ result }) => result.suite))].join(', ');
  const environment = environmentDifferences(results);
  const settings = settingDifferences(results);
  return html`<header class="head">
      <p class="overline">Rehearse, side by side</p>
      <h1>${suites}: ${results.length} results</h1>
      <${Alike} environment=${environment} settings=${settings} />
    </header>
    <${Section} id="results" title="Results">
      <${Grid} caption="What each result is" results=${results} rows=${sideFacts(results)} />
      ${environment.length === 0 ? null : html`<${Grid} caption="In what their environments differ" results=${results} rows=${environment} />`}
      ${settings.length === 0 ? null : html`<${Grid} caption="In what their settings differ" results=${results} rows=${settings} />`}
    <//>`;
}

function Alike(props: { environment: readonly Difference[]; settings: readonly Difference[] }): VNode {
  const { environment, settings } = props;
  const different = environment.length + settings.length > 0;
  return html`<div class="outcome outcome-${different ? 'inconclusive' : 'pass'}" role="status">
    <span class="outcome-sign" aria-hidden="true">${different ? '!' : '✓'}</span>
    <div>
      <p class="outcome-sentence">
        ${different ? 'These results were not measured under the same conditions.' : 'These results were measured in the same environment, with the same settings.'}
      </p>
      ${
        different
          ? html`<ul>
              ${named('Different environments', environment)} ${named('Different settings', settings)}
            </ul>`
          : null
      }
      <p>Ratios are to the first result. Whether a difference is more than chance is not said here.</p>
    </div>
  </div>`;
}

function named(what: string, found: readonly Difference[]): VNode | null {
  return found.length === 0 ? null : html`<li>${what}: ${found.map(({ name }) => name).join(', ')}.</li>`;
}

function Grid(props: HeadProps & { caption: string; rows: readonly Difference[] }): VNode {
  const heads = props.results.map((_, i) => html`<${ResultKey} results=${props.results} index=${i} />`);
  return html`<div class="side-grid">
    <${DataTable}
      caption=${props.caption}
      columns=${[{ heading: '' }, ...heads.map((heading) => ({ heading }))]}
      rows=${props.rows.map(({ name, values }) => [name, ...values])}
    />
  </div>`;
}
