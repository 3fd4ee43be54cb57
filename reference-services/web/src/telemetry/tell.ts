import type { PagePattern } from '../../pages.ts';

/** Listener is who hears of pages and errors; none until it is loaded. */
export interface Listener {
  page(pattern: string): void;
  error(error: Error): void;
}

const mostKept = 20;
let listener: Listener | undefined;
let landing: string | undefined;
let current: string | undefined;
const kept: Error[] = [];

/** tellPage says which page is shown; without a pattern it is none that the platform has. */
export function tellPage(pattern: PagePattern | undefined): void {
  current = pattern ?? 'other';
  landing ??= current;
  listener?.page(current);
}

/** tellError says that something went wrong on the page; it is kept until somebody hears of it. */
export function tellError(error: unknown): void {
  const told = error instanceof Error ? error : new Error(String(error));
  if (listener) listener.error(told);
  else if (kept.length < mostKept) kept.push(told);
}

/** listen hears of what was told before, and then of what is told. `open` gets the page on which the visit began. */
export function listen(open: (landing: string) => Listener): void {
  listener = open(landing ?? 'other');
  if (current !== undefined) listener.page(current);
  for (const error of kept.splice(0)) listener.error(error);
}
