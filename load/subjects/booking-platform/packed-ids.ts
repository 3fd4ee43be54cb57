import { IdTable, type PackedId } from './id-table.ts';

/** tables: so many that each is small, and to double one of them needs little room beside all the others. */
const tableCount = 256;

/**
 * PackedIds is a set of UUIDs with up to eight marks each, for runs with millions of bookings: 23 to 34 bytes an id.
 * Throws a RangeError for an id that is no UUID.
 */
export class PackedIds implements Disposable {
  readonly #tables = Array.from({ length: tableCount }, () => new IdTable());

  get size(): number {
    return this.#tables.reduce((sum, table) => sum + table.size, 0);
  }

  /** mark adds the id if it is new, sets its marks (at least one bit), and gives those that it had before: 0 for a new one. */
  mark(id: string, marks: number): number {
    const packed = packedId(id);
    // Random in every version of UUID that services use, and not what the table itself goes by.
    return this.#tables[packed[2] & (tableCount - 1)]!.mark(packed, marks);
  }

  [Symbol.dispose](): void {
    for (const table of this.#tables) table.free();
  }

  /** each calls back with every id and its marks, in no order. */
  each(callback: (id: string, marks: number) => void): void {
    for (const table of this.#tables) table.each((packed, marks) => callback(idOf(packed), marks));
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function packedId(id: string): PackedId {
  if (!uuid.test(id)) throw new RangeError(`${JSON.stringify(id)} is no UUID`);
  return [
    Number.parseInt(id.slice(0, 8), 16),
    Number.parseInt(id.slice(9, 13) + id.slice(14, 18), 16),
    Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16),
    Number.parseInt(id.slice(28), 16),
  ];
}

function idOf(packed: PackedId): string {
  const hex = packed.map((word) => word.toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
