import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ChartSpec } from '../chart-spec.ts';
import { embeddedJson } from '../embedded-json.ts';

/** ChartFrame: the place of a chart with its data; the page's script draws it, and the table below it says the same. */
export function ChartFrame({ title, spec }: { title: string; spec: ChartSpec }): VNode {
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <div
      class="plot"
      role="img"
      aria-label="${title}; the table below holds its values"
      style="min-height:${spec.heightPx}px"
    >
      <noscript>This chart needs JavaScript; the table below holds its values.</noscript>
    </div>
    <p class="near" aria-hidden="true"></p>
    <script
      type="application/json"
      class="chart-data"
      dangerouslySetInnerHTML=${{ __html: embeddedJson(spec) }}
    ></script>
  </figure>`;
}
