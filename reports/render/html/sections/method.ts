import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Section } from '../components/section.ts';
import type { PageSection } from './page-section.ts';

const words: readonly (readonly [string, string])[] = [
  [
    'Open model',
    'Requests are sent at an arrival rate, whatever comes back, as the public does. (In a closed model a fixed number of clients each wait for their answer, and a slow system slows its own load down.)',
  ],
  ['Scheduled start', 'The moment at which the arrival schedule says that a request begins.'],
  ['Response time', 'From the scheduled start to the last byte of the answer.'],
  [
    'Service time',
    'From the request’s headers being written to the last byte of the answer. Reporting it as response time hides stalls (coordinated omission).',
  ],
  [
    'Dispatch delay',
    'From the scheduled start until the request is handed to the HTTP client: the load generator’s own lateness.',
  ],
  ['Connection wait', 'From there until the request’s headers are written.'],
  ['Lost request', 'A request that was sent by a client and never answered.'],
  ['Drain', 'Not ready, finish what is in flight, close, exit.'],
  [
    'Percentile',
    'p99 is the time within which 99 of 100 requests were answered. None is shown from fewer than 10/(1 − q) values.',
  ],
  [
    'Interval',
    'Where the figure would plausibly lie if the same run were repeated, at the level given. Percentiles: from the variation between stretches of the run; medians of starts: from order statistics.',
  ],
  ['Range', 'The lowest and highest of the values behind a figure.'],
  [
    'Verdict',
    'pass: the whole interval keeps the budget. fail: none of it does. inconclusive: it lies on both sides of the limit.',
  ],
];

/** method: what the words of this report mean. */
export const method: PageSection = { id: 'method', nav: 'Method', shownFor: () => true, Content: Method };

function Method(): VNode {
  return html`<${Section} id="method" title="How it was measured">
    <dl class="words">
      ${words.map(
        ([word, meaning]) =>
          html`<div>
            <dt>${word}</dt>
            <dd>${meaning}</dd>
          </div>`,
      )}
    </dl>
  <//>`;
}
