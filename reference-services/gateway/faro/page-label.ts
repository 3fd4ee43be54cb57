import { pagePatterns } from '../../web/pages.ts';

const known: ReadonlySet<string> = new Set(pagePatterns);

/** pageLabel is the pattern of a page if there is such a page, else `other`: whatever is sent, labels are few. */
export function pageLabel(name: string | undefined): string {
  return name !== undefined && known.has(name) ? name : 'other';
}
