import { html } from 'htm/preact';
import { renderToString } from 'preact-render-to-string';
import { pageAssets } from '../html/assets.ts';
import { SidePage } from '../html/side-page.ts';
import type { SideRenderer } from './side-renderer.ts';

/** sideHtml: one self-contained page about several results. */
export const sideHtml: SideRenderer = {
  name: 'side-by-side html',
  fileName: 'report.html',
  render: (sides) =>
    `<!doctype html>\n${renderToString(html`<${SidePage} sides=${sides} assets=${pageAssets()} />`)}\n`,
};
