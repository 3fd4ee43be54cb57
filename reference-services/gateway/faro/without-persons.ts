const replacements: readonly (readonly [RegExp, string])[] = [
  // What is signed or encoded is mostly a token.
  [/[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, '[token]'],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[address]'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '[id]'],
  [/\b\d{1,3}(\.\d{1,3}){3}\b/g, '[address]'],
  // IPv6, whole and shortened (RFC 4291, 2.2); a line and a column of a file are none.
  [/(?<![\w.:])([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?!:?\w)/gi, '[address]'],
  [
    /(?<![\w.:])([0-9a-f]{1,4}(:[0-9a-f]{1,4}){0,6})?::([0-9a-f]{1,4}(:[0-9a-f]{1,4}){0,6})?(?!:?\w)/gi,
    '[address]',
  ],
  [/(https?:\/\/[^\s?#]+)[?#]\S*/gi, '$1'],
];

/** withoutPersons is a text from a browser without what may name a person: tokens, ids, addresses, queries of URLs. */
export function withoutPersons(text: string): string {
  return replacements.reduce((rest, [pattern, by]) => rest.replaceAll(pattern, by), text);
}
