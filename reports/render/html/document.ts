import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import type { PageAssets } from './assets.ts';

/** Linked: a section that the navigation names. */
export interface Linked {
  readonly id: string;
  readonly nav: string;
}

/** Document: what every page has: head, navigation, footer, styles and script, all in one file. */
export function Document(props: {
  title: string;
  assets: PageAssets;
  sections: readonly Linked[];
  /** origin: what the page was made from, for the footer. */
  origin: string;
  children?: ComponentChildren;
}): VNode {
  const { title, assets, sections, origin, children } = props;
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content=${assets.contentSecurityPolicy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${title}</title>
      <style dangerouslySetInnerHTML=${{ __html: assets.style }}></style>
    </head>
    <body>
      <a class="skip" href="#figures">To the figures</a>
      <${Navigation} sections=${sections} />
      <main>${children}</main>
      <footer>${origin} · charts: uPlot (MIT), © Leon Sorokin</footer>
      <script dangerouslySetInnerHTML=${{ __html: assets.script }}></script>
    </body>
  </html>`;
}

function Navigation({ sections }: { sections: readonly Linked[] }): VNode {
  return html`<nav aria-label="Sections">
    <div class="nav-inner">
      <a class="brand" href="#">Rehearse</a>
      <ul>
        ${sections.map(({ id, nav }) => html`<li><a href="#${id}">${nav}</a></li>`)}
      </ul>
      <button type="button" id="theme" hidden aria-label="Switch between light and dark">◐</button>
    </div>
  </nav>`;
}
