import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunResult } from '../../../load/model/result.ts';
import { formatMoment } from '../text/duration.ts';
import type { PageAssets } from './assets.ts';
import { Document } from './document.ts';
import { Header, titleOf } from './sections/header.ts';
import { sectionsOf } from './sections/sections.ts';

/** Page: the report of one result; its navigation names the sections that it has. */
export function Page({ result, assets }: { result: RunResult; assets: PageAssets }): VNode {
  const sections = sectionsOf(result);
  const shown = new Set(sections.map(({ id }) => id));
  const { rehearseVersion } = result.environment;
  return html`<${Document}
    title="${titleOf(result)}, ${formatMoment(result.startedAt)} – Rehearse"
    assets=${assets}
    sections=${sections}
    origin="Rehearse ${rehearseVersion} · from result.json, schema version ${result.schemaVersion}"
  >
    <${Header} result=${result} />
    ${sections.map(({ Content }) => html`<${Content} result=${result} shown=${shown} />`)}
  <//>`;
}
