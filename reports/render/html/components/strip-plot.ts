import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { formatShort } from '../../text/number.ts';
import type { Strip } from '../charts/startup-strips.ts';
import { ticks } from '../charts/ticks.ts';

const rowPx = 34;

const medianKey = html`<span class="key key-median"></span>median`;
const intervalKey = html`<span class="key key-interval"></span>its interval`;

/** StripPlot: one row of dots for each phase on one axis of milliseconds; drawn without a script. */
export function StripPlot({ strips, title }: { strips: readonly Strip[]; title: string }): VNode {
  const scale = ticks(Math.max(...strips.flatMap(({ valuesMs }) => valuesMs), 1), 5);
  const end = scale.at(-1) ?? 1;
  return html`<figure class="chart strips" role="img" aria-label="${title}; the table below holds the values">
    <figcaption>${title}</figcaption>
    <div class="strip-grid" aria-hidden="true">
      ${strips.map((strip) => html`<${StripRow} strip=${strip} scale=${scale} end=${end} />`)}
      <span class="strip-label"></span>
      <div class="strip-axis">
        ${scale.map((tick) => html`<span style="left:${share(tick, end)}">${formatShort(tick, 4)}</span>`)}
      </div>
    </div>
    <p class="lane-key" aria-hidden="true">
      <span class="key key-dot"></span>one start
      ${strips.some(({ medianMs }) => medianMs !== undefined) ? medianKey : null}
      ${strips.some(({ interval }) => interval !== undefined) ? intervalKey : null}
    </p>
  </figure>`;
}

function StripRow({ strip, scale, end }: { strip: Strip; scale: readonly number[]; end: number }): VNode {
  const { label, faint, valuesMs, medianMs, interval } = strip;
  return html`<span class="strip-label ${faint ? 'strip-faint' : ''}">${label}</span>
    <svg class="strip ${faint ? 'strip-faint' : ''}" height=${rowPx} width="100%">
      ${scale.map((tick) => html`<line class="strip-tick" x1=${share(tick, end)} x2=${share(tick, end)} y1="0" y2=${rowPx} />`)}
      ${
        interval === undefined
          ? null
          : html`<rect
              class="strip-interval"
              x=${share(interval.low, end)}
              width=${share(interval.high - interval.low, end)}
              y="3"
              height=${rowPx - 6}
            />`
      }
      ${valuesMs.map((value, i) => html`<circle class="strip-dot" r="3.5" cx=${share(value, end)} cy=${heightOf(i)} />`)}
      ${
        medianMs === undefined
          ? null
          : html`<line
              class="strip-median"
              x1=${share(medianMs, end)}
              x2=${share(medianMs, end)}
              y1="3"
              y2=${rowPx - 3}
            />`
      }
    </svg>`;
}

/** heightOf spreads dots over the row's height in a fixed order, so that equal values do not hide one another. */
function heightOf(index: number): number {
  return 8 + ((index * 7) % 19);
}

function share(value: number, end: number): string {
  return `${((100 * value) / end).toFixed(3)}%`;
}
