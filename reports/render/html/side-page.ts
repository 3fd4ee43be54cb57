import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { SideBySide } from '../../compare/side-by-side.ts';
import type { PageAssets } from './assets.ts';
import { Document } from './document.ts';
import { SideCharts } from './sections/side-charts.ts';
import { SideFigures } from './sections/side-figures.ts';
import { SideHead } from './sections/side-head.ts';

const sections = [
  { id: 'results', nav: 'Results' },
  { id: 'figures', nav: 'Figures' },
  { id: 'charts', nav: 'Charts' },
];

/** SidePage: several results on one page, the first of which the others are held against. */
export function SidePage({ sides, assets }: { sides: SideBySide; assets: PageAssets }): VNode {
  const names = sides.results.map(({ name }) => name).join(', ');
  return html`<${Document}
    title="${names}: side by side – Rehearse"
    assets=${assets}
    sections=${sections}
    origin="Rehearse, from ${sides.results.length} results"
  >
    <${SideHead} results=${sides.results} />
    <${SideFigures} sides=${sides} />
    <${SideCharts} results=${sides.results} />
  <//>`;
}
