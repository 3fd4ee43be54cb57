import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { NumberedEvent } from '../../live/messages.ts';
import type { PageAssets } from './assets.ts';
import { Section } from './components/section.ts';
import { Document } from './document.ts';
import { embeddedJson } from './embedded-json.ts';

const sections = [
  { id: 'load', nav: 'Load' },
  { id: 'replicas', nav: 'Replicas' },
  { id: 'experiments', nav: 'Experiments' },
  { id: 'figures', nav: 'Figures' },
];

/** LivePage: the frame of a run that goes on; its script fills it from the events it holds and those that come. */
export function LivePage(props: { events: readonly NumberedEvent[]; assets: PageAssets }): VNode {
  return html`<${Document}
    title="Live – Rehearse"
    assets=${props.assets}
    sections=${sections}
    origin="Rehearse, live"
  >
    <header class="head">
      <p class="overline">Rehearse, live</p>
      <h1 id="suite">A run</h1>
      <div class="outcome outcome-running" role="status">
        <span class="outcome-sign" aria-hidden="true">●</span>
        <div>
          <p class="outcome-sentence" id="step">Waiting for the run</p>
          <p id="line"></p>
        </div>
      </div>
      <dl class="facts">
        <div>
          <dt>Since the start</dt>
          <dd id="clock">0:00</dd>
        </div>
        <div>
          <dt>Load</dt>
          <dd id="now">none</dd>
        </div>
      </dl>
      <noscript><p class="missing">This page needs JavaScript; the report at the end does not.</p></noscript>
    </header>
    <${Section} id="load" title="Load" lead="Of each second, as the generator tells it; up to five minutes.">
      <figure class="chart">
        <figcaption>Response time (ms, logarithmic)</figcaption>
        <div class="plot" id="response-time" role="img" aria-label="Response time of each second"></div>
        <p class="near" aria-hidden="true"></p>
      </figure>
      <figure class="chart">
        <figcaption>Requests per second</figcaption>
        <div class="plot" id="throughput" role="img" aria-label="Requests of each second"></div>
        <p class="near" aria-hidden="true"></p>
      </figure>
    <//>
    <${Section} id="replicas" title="Replicas">
      <ul class="chips" id="replica-list"></ul>
      <ol class="happened" id="happened"></ol>
    <//>
    <${Section} id="experiments" title="Experiments">
      <ol class="steps" id="step-list"></ol>
    <//>
    <${Section} id="figures" title="Figures so far">
      <div id="figures-so-far"></div>
    <//>
    <script
      type="application/json"
      id="live-events"
      dangerouslySetInnerHTML=${{ __html: embeddedJson(props.events) }}
    ></script>
  <//>`;
}
