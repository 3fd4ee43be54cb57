import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Encoding is how a file of the page is sent (RFC 9110, 8.4). */
export type Encoding = 'br' | 'gzip' | 'identity';

/** PageFile is one file of the page, in every encoding that it was built in. */
export interface PageFile {
  readonly contentType: string;
  /** Names the contents, whatever the encoding: weak, as RFC 9110 calls that. */
  readonly etag: string;
  readonly bodies: ReadonlyMap<Encoding, Buffer>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const encodedEndings: readonly (readonly [Encoding, string])[] = [
  ['br', '.br'],
  ['gzip', '.gz'],
];

// Beside the bundle; where the build puts it when the sources run.
const usualPlaces = ['web/', '../../../dist/reference-services/web/'];

/**
 * BuiltPage gives the files of the web page. They are few and small, and all read when the first is asked for, so that a
 * visitor never meets half of one build and half of the next.
 */
export class BuiltPage {
  readonly #places: readonly string[];
  #files: ReadonlyMap<string, PageFile> | undefined;

  /** Without a directory the page is looked for where the build puts it. */
  constructor(directory: string | undefined) {
    const usual = usualPlaces.map((place) => fileURLToPath(new URL(place, import.meta.url)));
    this.#places = directory === undefined ? usual : [directory];
  }

  /** file gives the file at a path such as `index.html`; undefined when there is none, or no page at all. */
  async file(path: string): Promise<PageFile | undefined> {
    this.#files ??= await this.#read();
    return this.#files?.get(path);
  }

  async #read(): Promise<ReadonlyMap<string, PageFile> | undefined> {
    for (const place of this.#places) {
      const files = await readPage(place);
      if (files.has('index.html')) return files;
    }
    return undefined;
  }
}

async function readPage(directory: string): Promise<ReadonlyMap<string, PageFile>> {
  const paths = await readdir(directory, { recursive: true }).catch(() => []);
  const known = paths.filter((path) => extname(path) in contentTypes);
  return new Map(
    await Promise.all(known.map(async (path) => [path, await readPageFile(directory, path, paths)] as const)),
  );
}

async function readPageFile(directory: string, path: string, paths: readonly string[]): Promise<PageFile> {
  const plain = await readFile(join(directory, path));
  const bodies = new Map<Encoding, Buffer>([['identity', plain]]);
  for (const [encoding, ending] of encodedEndings) {
    if (paths.includes(path + ending)) bodies.set(encoding, await readFile(join(directory, path + ending)));
  }
  const digest = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  return { contentType: contentTypes[extname(path)] ?? '', etag: `W/"${digest}"`, bodies };
}
