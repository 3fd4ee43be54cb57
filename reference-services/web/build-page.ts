import { createHash } from 'node:crypto';
import { glob, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = fileURLToPath(new URL('.', import.meta.url));
const lockfile = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
const stampName = 'built-from.txt';

/** PageFile is one file of the page, by its path in the page's directory. */
export interface PageFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

/**
 * buildPage makes the files of the web page, the document last, each also as brotli and gzip make it where that is
 * smaller; none when `directory` holds what the same sources made.
 */
export async function buildPage(directory: string): Promise<readonly PageFile[]> {
  const stamp = await digestOfSources();
  if ((await readFile(join(directory, stampName), 'utf8').catch(() => '')) === stamp) return [];
  const files = [...(await bundle()), await favicon()];
  const all = (await Promise.all(files.map(withEncodings))).flat();
  const isDocument = ({ name }: PageFile) => Number(name.startsWith('index.html'));
  const ordered = all.toSorted((a, b) => isDocument(a) - isDocument(b) || (a.name < b.name ? -1 : 1));
  return [...ordered, { name: stampName, contents: Buffer.from(stamp) }];
}

/** What another build is writing: `replace` of build.ts names it so. */
const unfinished = /\.\d+$/;

/** removeOthers deletes what an earlier build left in `directory`. */
export async function removeOthers(directory: string, files: readonly PageFile[]): Promise<void> {
  const names = new Set(files.map(({ name }) => name));
  for (const name of await readdir(directory, { recursive: true })) {
    if (names.has(name) || unfinished.test(name)) continue;
    const path = join(directory, name);
    if ((await stat(path)).isFile()) await rm(path, { force: true });
  }
}

/** Of the page's sources, and of the versions of all that they import. */
async function digestOfSources(): Promise<string> {
  const sources: string[] = [];
  for await (const source of glob('{index.html,*.ts,public/**,src/**}', { cwd: root })) sources.push(source);
  const digest = createHash('sha256').update(await readFile(lockfile));
  for (const source of sources.toSorted()) {
    const path = join(root, source);
    if ((await stat(path)).isFile()) digest.update(`\0${source}\0`).update(await readFile(path));
  }
  return digest.digest('hex');
}

async function bundle(): Promise<PageFile[]> {
  // Whatever it is where this is built: Vite goes by it, and React has a larger, slower self for all but this.
  process.env['NODE_ENV'] = 'production';
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  const built = await build({
    root,
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      write: false,
      target: 'es2022',
      // What is written into the document or a style sheet, the content security policy forbids.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
  if (!('output' in built))
    throw new Error('Vite gave no single output: is it told to watch, or to build twice?');
  return built.output.map((file) => ({
    name: file.fileName,
    contents: Buffer.from(file.type === 'chunk' ? file.code : file.source),
  }));
}

async function favicon(): Promise<PageFile> {
  return { name: 'favicon.svg', contents: await readFile(join(root, 'public/favicon.svg')) };
}

async function withEncodings(file: PageFile): Promise<PageFile[]> {
  const { name, contents } = file;
  const encoded = [
    { name: `${name}.br`, contents: await promisify(brotliCompress)(contents, brotliOptions(contents)) },
    { name: `${name}.gz`, contents: await promisify(gzip)(contents, { level: 9 }) },
  ];
  return [file, ...encoded.filter((one) => one.contents.byteLength < contents.byteLength)];
}

function brotliOptions({ byteLength }: Uint8Array) {
  return { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: byteLength } };
}
