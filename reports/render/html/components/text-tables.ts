import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { TextTable } from '../../text/text-table.ts';
import { DataTable, headed } from './data-table.ts';
import { TableDisclosure } from './disclosure.ts';

/** OpenTable: a table that stands in the page. */
export function OpenTable({ table }: { table: TextTable }): VNode {
  const rows = table.rows.map((row) => row.map(signed));
  return html`<${DataTable} caption=${table.caption} columns=${headed(...table.headings)} rows=${rows} />`;
}

const tones: Readonly<Record<string, string>> = { '✓': 'pass', '✗': 'fail', '?': 'inconclusive' };

/** signed gives a text that begins with the sign of a verdict its colour. */
function signed(text: string): VNode | string {
  const tone = text.at(1) === ' ' ? tones[text.slice(0, 1)] : undefined;
  return tone === undefined ? text : html`<span class="verdict verdict-${tone}">${text}</span>`;
}

/** ClosedTable: a table that is opened by whoever wants it. */
export function ClosedTable({ table }: { table: TextTable }): VNode {
  return html`<${TableDisclosure}
    title=${table.caption}
    columns=${headed(...table.headings)}
    rows=${table.rows}
  />`;
}
