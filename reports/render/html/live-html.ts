import { html } from 'htm/preact';
import { renderToString } from 'preact-render-to-string';
import type { Figure } from '../../../load/model/figure.ts';
import type { NumberedEvent } from '../../live/messages.ts';
import { byGroup } from '../text/groups.ts';
import { livePageAssets } from './assets.ts';
import { FigureTable } from './components/figure-table.ts';
import { LivePage } from './live-page.ts';

/** livePage: the page of a run that goes on, with what has happened until now. */
export function livePage(events: readonly NumberedEvent[]): string {
  const page = html`<${LivePage} events=${events} assets=${livePageAssets()} />`;
  return `<!doctype html>\n${renderToString(page)}\n`;
}

/** liveFigures: the figures so far, as markup. */
export function liveFigures(figures: readonly Figure[]): string {
  const groups = byGroup(figures);
  if (groups.length === 0) return '<p class="missing">No experiment has ended yet.</p>';
  return renderToString(html`<${FigureTable} groups=${groups} />`);
}
