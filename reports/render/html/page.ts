import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunResult } from '../../../load/model/result.ts';
import { formatMoment } from '../text/duration.ts';
import type { PageAssets } from './assets.ts';
import { Bookings } from './sections/bookings.ts';
import { EnvironmentSection } from './sections/environment.ts';
import { Header, titleOf } from './sections/header.ts';
import { KeyFigures } from './sections/key-figures.ts';
import { Latency } from './sections/latency.ts';
import { Memory } from './sections/memory.ts';
import { Method } from './sections/method.ts';
import { Runtime } from './sections/runtime.ts';
import { Shutdown } from './sections/shutdown.ts';
import { Startup } from './sections/startup.ts';
import { Warnings } from './sections/warnings.ts';

const links: readonly (readonly [string, string])[] = [
  ['figures', 'Figures'],
  ['latency', 'Latency'],
  ['memory', 'Memory'],
  ['cpu', 'CPU'],
  ['startup', 'Startup'],
  ['shutdown', 'Shutdown'],
  ['bookings', 'Bookings'],
  ['environment', 'Environment'],
  ['method', 'Method'],
  ['warnings', 'Warnings'],
];

/** Page: the whole document; its table of contents is the order of the sections here. */
export function Page({ result, assets }: { result: RunResult; assets: PageAssets }): VNode {
  return html`<html lang="en">
    <${Head} result=${result} assets=${assets} />
    <body>
      <a class="skip" href="#figures">To the figures</a>
      <${Navigation} />
      <main>
        <${Header} result=${result} />
        <${KeyFigures} result=${result} />
        <${Latency} result=${result} />
        <${Memory} result=${result} />
        <${Runtime} result=${result} />
        <${Startup} result=${result} />
        <${Shutdown} result=${result} />
        <${Bookings} result=${result} />
        <${EnvironmentSection} result=${result} />
        <${Method} />
        <${Warnings} result=${result} />
      </main>
      <footer>
        Rehearse ${result.environment.rehearseVersion} · from result.json, schema version
        ${result.schemaVersion} · charts: uPlot (MIT), © Leon Sorokin
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

function Navigation(): VNode {
  return html`<nav aria-label="Sections">
    <div class="nav-inner">
      <a class="brand" href="#">Rehearse</a>
      <ul>
        ${links.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}
      </ul>
      <button type="button" id="theme" hidden aria-label="Switch between light and dark">◐</button>
    </div>
  </nav>`;
}
