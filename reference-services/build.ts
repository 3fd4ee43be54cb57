import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { type OutputFile, build } from 'esbuild';

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

/** bundle makes one bundle per service, with its source map. */
async function bundle(names: readonly string[]): Promise<OutputFile[]> {
  const sources = names.map((name) => [name, fileURLToPath(new URL(`${name}/main.ts`, here))] as const);
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(sources),
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
    write: false,
  });
  return outputFiles;
}

/** A process that starts meanwhile finds the old bundle or the new one, never half of it. */
async function replace({ path, contents }: OutputFile): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(unfinished, contents);
  await rename(unfinished, path);
}

function describe({ path, contents }: OutputFile): string {
  return `${relative(root, path)} (${Math.round(contents.byteLength / 1024)} KiB)`;
}

const startedMs = performance.now();
const files = await bundle(known.filter((name) => existsSync(new URL(`${name}/main.ts`, here))));
await Promise.all(files.map(replace));
const bundles = files.filter(({ path }) => path.endsWith('.js')).map(describe);
process.stdout.write(`built ${bundles.join(', ')} in ${Math.round(performance.now() - startedMs)} ms\n`);
