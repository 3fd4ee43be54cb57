import { readFile } from 'node:fs/promises';

/** readDocument reads the document that was written beside the bundle when it was built. */
export async function readDocument(name: string): Promise<string> {
  return readFile(new URL(`${name}.openapi.json`, import.meta.url), 'utf8');
}
