import type { TextTable } from '../text/text-table.ts';

/** table: a GitHub-flavoured table; columns beyond `alignments` are aligned to the right. */
export function table(
  headings: readonly string[],
  alignments: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string[] {
  const rule = headings.map((_, column) => (alignments[column] === 'left' ? '---' : '---:'));
  return [headings, rule, ...rows].map((row) => `| ${row.join(' | ')} |`);
}

/** textTable: a table whose headings say by `#` which columns hold numbers. */
export function textTable({ headings, rows }: TextTable): string[] {
  return table(
    headings.map((heading) => cell(heading.replace(/^#/, ''))),
    headings.map((heading) => (heading.startsWith('#') ? 'right' : 'left')),
    rows.map((row) => row.map(cell)),
  );
}

/** cell: text that stays within its cell. */
export function cell(text: string): string {
  return escapeMarkdown(text).replaceAll('|', String.raw`\|`);
}

/** escapeMarkdown keeps text from being read as markup; line breaks become spaces. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
