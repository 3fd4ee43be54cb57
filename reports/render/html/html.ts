import { html as element } from 'htm/preact';
import { renderToString } from 'preact-render-to-string';
import type { Renderer } from '../renderer.ts';
import { pageAssets } from './assets.ts';
import { Page } from './page.ts';

/** html: one self-contained page with styles, script and values inlined; it opens without a network. */
export const html: Renderer = {
  name: 'html',
  fileName: 'report.html',
  render: (result) =>
    `<!doctype html>\n${renderToString(element`<${Page} result=${result} assets=${pageAssets()} />`)}\n`,
};
