import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { TextTable } from '../../text/text-table.ts';
import { DataTable, headed } from './data-table.ts';
import { TableDisclosure } from './disclosure.ts';

/** OpenTable: a table that stands in the page. */
export function OpenTable({ table }: { table: TextTable }): VNode {
  return html`<${DataTable}
    caption=${table.caption}
    columns=${headed(...table.headings)}
    rows=${table.rows}
  />`;
}

/** ClosedTable: a table that is opened by whoever wants it. */
export function ClosedTable({ table }: { table: TextTable }): VNode {
  return html`<${TableDisclosure}
    title=${table.caption}
    columns=${headed(...table.headings)}
    rows=${table.rows}
  />`;
}
