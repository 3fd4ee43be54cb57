import type { Page, PageRequest } from '../store.ts';

const beforeAllIds = '00000000-0000-0000-0000-000000000000';

/** pageValues are the values of a statement that selects `id > $1 ... LIMIT $2`: one more row than the page holds. */
export function pageValues({ cursor = beforeAllIds, limit }: PageRequest): [string, number] {
  return [cursor, limit + 1];
}

/** asPage cuts the extra row off, which says whether there is a next page. */
export function asPage<Row, T extends { readonly id: string }>(
  rows: readonly Row[],
  { limit }: PageRequest,
  read: (row: Row) => T,
): Page<T> {
  const items = rows.slice(0, limit).map(read);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
