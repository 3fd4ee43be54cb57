import { html } from 'htm/preact';
import type { RunResult } from '../../../../load/model/result.ts';
import { notReached, nothingSeen } from '../../text/not-reached.ts';
import { Section } from '../components/section.ts';
import type { PageSection } from './page-section.ts';

/** notReachedSection: what the run was to do and did not come to. */
export const notReachedSection: PageSection = {
  id: 'not-reached',
  nav: 'Not reached',
  shownFor: (result) => notReached(result).length + nothingSeen(result).length > 0,
  Content: ({ result }) =>
    html`<${Section} id="not-reached" title="Not reached" lead=${leadOf(result)}>
      <ul>
        ${nothingSeen(result).map((title) => html`<li>${title}: begun, and cut off before anything was measured.</li>`)}
        ${notReached(result).map((title) => html`<li>${title}: was not measured.</li>`)}
      </ul>
    <//>`,
};

function leadOf({ state, suite }: RunResult): string {
  const ended = state === 'failed' ? 'the run failed' : 'the run was ended';
  return `Part of the suite ${suite}; ${ended} before it came to this.`;
}
