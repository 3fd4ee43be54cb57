import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';

/** Column: a heading and whether its cells hold numbers. */
export interface Column {
  readonly heading: ComponentChildren;
  readonly numeric?: boolean;
}

/** DataTable: a table under its caption that scrolls by itself where the page is narrow; first cells head their row. */
export function DataTable(props: {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly ComponentChildren[])[];
}): VNode {
  const { caption, columns, rows } = props;
  return html`<${ScrollingTable} caption=${caption}>
    <thead>
      <${HeadRow} columns=${columns} />
    </thead>
    <tbody>
      ${rows.map((cells) => html`<${Row} columns=${columns} cells=${cells} />`)}
    </tbody>
  <//>`;
}

/** ScrollingTable: the frame of a table, reachable and scrollable by keyboard. */
export function ScrollingTable({
  caption,
  children,
}: {
  caption: string;
  children?: ComponentChildren;
}): VNode {
  return html`<div class="titled">
    <p class="caption" aria-hidden="true">${caption}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
      <table aria-label=${caption}>
        ${children}
      </table>
    </div>
  </div>`;
}

/** HeadRow: the headings of a table. */
export function HeadRow({ columns }: { columns: readonly Column[] }): VNode {
  return html`<tr>
    ${columns.map(({ heading, numeric }) => html`<th scope="col" class=${numeric ? 'num' : null}>${heading}</th>`)}
  </tr>`;
}

/** Row: one row of a table; its first cell is its heading. */
export function Row(props: { columns: readonly Column[]; cells: readonly ComponentChildren[] }): VNode {
  const { columns, cells } = props;
  return html`<tr>
    ${cells.map((cell, i) => {
      const type = columns[i]?.numeric ? 'num' : null;
      return i === 0
        ? html`<th scope="row" class=${type}>${cell}</th>`
        : html`<td class=${type}>${cell}</td>`;
    })}
  </tr>`;
}

/** headed makes columns from headings; those that begin with `#` hold numbers. */
export function headed(...headings: string[]): Column[] {
  return headings.map((heading) =>
    heading.startsWith('#') ? { heading: heading.slice(1), numeric: true } : { heading },
  );
}
