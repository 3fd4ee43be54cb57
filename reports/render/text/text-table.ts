/** TextTable: a table as it is read, for every renderer that has tables; headings that begin with `#` stand over numbers. */
export interface TextTable {
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
