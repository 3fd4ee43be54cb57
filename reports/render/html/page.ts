import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunResult } from '../../../load/model/result.ts';
import { formatMoment } from '../text/duration.ts';
import type { PageAssets } from './assets.ts';
import { Header, titleOf } from './sections/header.ts';
import type { PageSection } from './sections/page-section.ts';
import { sectionsOf } from './sections/sections.ts';

/** Page: the whole document; its navigation names the sections that it has. */
export function Page({ result, assets }: { result: RunResult; assets: PageAssets }): VNode {
  const sections = sectionsOf(result);
  const shown = new Set(sections.map(({ id }) => id));
  return html`<html lang="en">
    <${Head} result=${result} assets=${assets} />
    <body>
      <a class="skip" href="#figures">To the figures</a>
      <${Navigation} sections=${sections} />
      <main>
        <${Header} result=${result} />
        ${sections.map(({ Content }) => html`<${Content} result=${result} shown=${shown} />`)}
      </main>
      <footer>
        Rehearse ${result.environment.rehearseVersion} · from result.json, schema version
        ${' '}${result.schemaVersion} · charts: uPlot (MIT), © Leon Sorokin
      </footer>
      <script dangerouslySetInnerHTML=${{ __html: assets.script }}></script>
    </body>
  </html>`;
}

function Head({ result, assets }: { result: RunResult; assets: PageAssets }): VNode {
  return html`<head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content=${assets.contentSecurityPolicy} />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${titleOf(result)}, ${formatMoment(result.startedAt)} – Rehearse</title>
    <style dangerouslySetInnerHTML=${{ __html: assets.style }}></style>
  </head>`;
}

function Navigation({ sections }: { sections: readonly PageSection[] }): VNode {
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
