import type { DocumentName } from '../openapi/documents.ts';

// The build puts openapi-built.ts in the place of this: there the document was written beside the bundle.

/** readDocument generates the document from the sources. */
export async function readDocument(name: DocumentName): Promise<string> {
  return (await import('../openapi/documents.ts')).documentText(name);
}
