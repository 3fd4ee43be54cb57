import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { type Column, DataTable } from './data-table.ts';

/** mostRows: longer tables show every k-th row only, and say so; `result.json` has all of them. */
const mostRows = 240;

/** Disclosure: details that are closed until somebody wants them. */
export function Disclosure({ title, children }: { title: string; children?: ComponentChildren }): VNode {
  return html`<details>
    <summary>${title}</summary>
    ${children}
  </details>`;
}

/** TableDisclosure: the table behind a plot, closed at first. */
export function TableDisclosure(props: {
  title: string;
  columns: readonly Column[];
  rows: readonly (readonly ComponentChildren[])[];
}): VNode {
  const { title, columns, rows } = props;
  const step = Math.ceil(rows.length / mostRows);
  const shown = step <= 1 ? rows : rows.filter((_, i) => i % step === 0);
  const thinned = step <= 1 ? '' : `, every ${ordinal(step)} of ${rows.length} rows; result.json has all`;
  return html`<${Disclosure} title="Table: ${title}">
    <${DataTable} caption="${title}${thinned}" columns=${columns} rows=${shown} />
  <//>`;
}

function ordinal(count: number): string {
  return count === 2 ? 'second' : count === 3 ? 'third' : `${count}th`;
}
