import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { type OutputFile, type Plugin, build } from 'esbuild';
import { documentText, documents } from './openapi/documents.ts';
import { type PageFile, buildPage, removeOthers } from './web/build-page.ts';

const here = new URL('.', import.meta.url);
const root = fileURLToPath(new URL('..', here));
const outdir = fileURLToPath(new URL('../dist/reference-services/', here));
const known = ['events', 'bookings', 'gateway'];

// Bundled CommonJS asks for Node's own modules by require, which ES modules do not have.
const banner = `import { createRequire as createBundleRequire } from 'node:module';
const require = createBundleRequire(import.meta.url);`;

// Fastify asks for the first two only without compilers of one's own, and for the third in tests; to parse them
// would cost each start 8 ms. pg asks for its native twin only when told to.
const neverLoaded = [
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  'light-my-request',
  'pg-native',
];

// What few starts need, in files of their own that all services share: no other start is to read them. Only a dynamic
// import may name them, since a bundle reads what it imports otherwise before it begins.
const readWhenNeeded = {
  tracing: pathOf('kit/tracing/otel/otel-tracing.ts'),
  migrating: pathOf('stores/postgres/migrate.ts'),
};
const apart: Plugin = {
  name: 'apart',
  setup(setup) {
    setup.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
      const asked = resolve(resolveDir, path);
      const [name] = Object.entries(readWhenNeeded).find(([, source]) => source === asked) ?? [];
      if (name === undefined || kind === 'entry-point') return undefined;
      if (kind === 'dynamic-import') return { path: `./${name}.js`, external: true };
      return { errors: [{ text: `${path} is in a file of its own: load it by import()` }] };
    });
  },
};

// A replica reads the document that was made here; what makes it stays out of the bundle.
const builtDocument: Plugin = {
  name: 'built-document',
  setup(setup) {
    const path = pathOf('kit/openapi-built.ts');
    setup.onResolve({ filter: /\/openapi-source\.ts$/ }, () => ({ path }));
  },
};

function pathOf(source: string): string {
  return fileURLToPath(new URL(source, here));
}

/** bundle makes one bundle per service and one of each part that few starts need, with their source maps. */
async function bundle(names: readonly string[]): Promise<OutputFile[]> {
  const services = names.map((name) => [name, pathOf(`${name}/main.ts`)] as const);
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries([...services, ...Object.entries(readWhenNeeded)]),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    // Identifiers stay: shorter ones save nothing at start, and errors in the logs keep their names.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'external',
    legalComments: 'none',
    banner: { js: banner },
    external: neverLoaded,
    plugins: [builtDocument, apart],
    write: false,
  });
  return outputFiles;
}

/** openapi makes the OpenAPI document of each service that has one. */
function openapi(names: readonly string[]): Pick<OutputFile, 'path' | 'contents'>[] {
  const encoder = new TextEncoder();
  return Object.keys(documents)
    .filter((name) => names.includes(name))
    .map((name) => ({
      path: `${outdir}${name}.openapi.json`,
      contents: encoder.encode(documentText(name as keyof typeof documents)),
    }));
}

/** page makes the web page where it is not there yet, and gives its files. */
async function page(): Promise<readonly PageFile[]> {
  const directory = `${outdir}web/`;
  const made = await buildPage(directory);
  // In their order: the document names what is there.
  for (const { name, contents } of made) await replace({ path: directory + name, contents });
  if (made.length > 0) await removeOthers(directory, made);
  return made;
}

/** A process that starts meanwhile finds the old bundle or the new one, never half of it. */
async function replace({ path, contents }: Pick<OutputFile, 'path' | 'contents'>): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(unfinished, contents);
  await rename(unfinished, path);
}

function describe({ path, contents }: OutputFile): string {
  return `${relative(root, path)} (${Math.round(contents.byteLength / 1024)} KiB)`;
}

/** As it comes to a browser, mostly. */
function describePage(made: readonly PageFile[]): string {
  const packed = made.filter(({ name }) => name.endsWith('.gz'));
  const bytes = packed.reduce((sum, { contents }) => sum + contents.byteLength, 0);
  return `${relative(root, `${outdir}web`)} (${Math.round(bytes / 1024)} KiB, packed)`;
}

const startedMs = performance.now();
const names = known.filter((name) => existsSync(new URL(`${name}/main.ts`, here)));
const [files, pageFiles] = await Promise.all([bundle(names), page()]);
await Promise.all([...files, ...openapi(names)].map(replace));
const bundles = files.filter(({ path }) => path.endsWith('.js')).map(describe);
if (pageFiles.length > 0) bundles.push(describePage(pageFiles));
process.stdout.write(`built ${bundles.join(', ')} in ${Math.round(performance.now() - startedMs)} ms\n`);
