import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunResult } from '../../../../load/model/result.ts';
import { environmentFacts } from '../../text/environment-facts.ts';
import { headed, DataTable } from '../components/data-table.ts';
import { Disclosure } from '../components/disclosure.ts';
import { Section } from '../components/section.ts';
import type { PageSection } from './page-section.ts';

/** environment: where it was measured and how it was set, closed at first. */
export const environment: PageSection = {
  id: 'environment',
  nav: 'Environment',
  shownFor: () => true,
  Content: EnvironmentSection,
};

function EnvironmentSection({ result }: { result: RunResult }): VNode {
  const facts = environmentFacts(result).map(({ name, value }) => [name, value]);
  const settings = Object.entries(result.settings).map(([name, value]) => [`--${name}`, String(value)]);
  return html`<${Section} id="environment" title="Environment">
    <${Disclosure} title="Machine and software">
      <${DataTable} caption="Machine and software" columns=${headed('What', 'Value')} rows=${facts} />
    <//>
    <${Disclosure} title="Settings">
      <${DataTable} caption="Settings of this run" columns=${headed('Setting', 'Value')} rows=${settings} />
    <//>
  <//>`;
}
