import { existsSync, statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = new URL('.', import.meta.url);
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

/** buildServices writes one bundle per service, and gives the files it wrote. */
async function buildServices(names: readonly string[]): Promise<string[]> {
  const sources = names.map((name) => [name, fileURLToPath(new URL(`${name}/main.ts`, here))] as const);
  const { metafile } = await build({
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
    metafile: true,
  });
  return Object.keys(metafile.outputs).filter((file) => file.endsWith('.js'));
}

const startedMs = performance.now();
const names = known.filter((name) => existsSync(new URL(`${name}/main.ts`, here)));
const files = await buildServices(names);
const sizes = files.map((file) => `${file} (${Math.round(statSync(file).size / 1024)} KiB)`);
process.stdout.write(`built ${sizes.join(', ')} in ${Math.round(performance.now() - startedMs)} ms\n`);
