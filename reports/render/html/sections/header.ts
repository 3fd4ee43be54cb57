import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunResult } from '../../../../load/model/result.ts';
import { formatDuration, formatMoment } from '../../text/duration.ts';
import { grafanaLink } from '../../text/grafana-link.ts';
import { outcomeOf } from '../../text/outcome.ts';
import { machineText, revisionText } from '../../text/run-facts.ts';

const signs = { pass: '✓', fail: '✗', inconclusive: '?', invalid: '!', aborted: '■', failed: '✗' };

/** Header: what was run, where and when, and what it came to. */
export function Header({ result }: { result: RunResult }): VNode {
  return html`<header class="head">
    <p class="overline">Rehearse report</p>
    <h1>${titleOf(result)}</h1>
    <${OutcomeBanner} result=${result} />
    <dl class="facts">
      ${factsOf(result).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
      <${InGrafana} result=${result} />
    </dl>
  </header>`;
}

function InGrafana({ result }: { result: RunResult }): VNode | null {
  const link = grafanaLink(result);
  if (link === undefined) return null;
  return html`<div>
    <dt>Over time</dt>
    <dd><a href=${link}>this run in Grafana</a></dd>
  </div>`;
}

/** titleOf: the suite as a title. */
export function titleOf({ suite }: RunResult): string {
  return `${suite.slice(0, 1).toUpperCase()}${suite.slice(1)} suite`;
}

function OutcomeBanner({ result }: { result: RunResult }): VNode {
  const { tone, sentence, reasons } = outcomeOf(result);
  const detail = result.state === 'failed' ? result.failure.detail : undefined;
  const warned = result.warnings.length;
  return html`<div class="outcome outcome-${tone}" role="status">
    <span class="outcome-sign" aria-hidden="true">${signs[tone]}</span>
    <div>
      <p class="outcome-sentence">${sentence}</p>
      ${
        reasons.length === 0
          ? null
          : html`<ul>
              ${reasons.map((reason) => html`<li>${reason}</li>`)}
            </ul>`
      }
      ${detail === undefined ? null : html`<pre>${detail}</pre>`}
      ${warned === 0 ? null : html`<p><a href="#warnings">${warned === 1 ? '1 warning' : `${warned} warnings`}</a></p>`}
    </div>
  </div>`;
}

function factsOf(result: RunResult): [string, string][] {
  const { target, engine } = result.settings;
  const facts: [string, string][] = [
    ['State', result.state],
    ['Started', formatMoment(result.startedAt)],
    ['Took', formatDuration(result.durationMs)],
    ['Machine', machineText(result)],
    ['Revision', revisionText(result)],
    ['Target', String(target ?? '')],
    ['Engine', String(engine ?? '')],
  ];
  return facts.filter(([, value]) => value !== '');
}
