import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** PageAssets: what is inlined into every page, and the policy that lets it do nothing else. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
  readonly contentSecurityPolicy: string;
}

const sheets = ['base.css', 'layout.css', 'tables.css', 'figures.css', 'charts.css', 'print.css'];

let loaded: PageAssets | undefined;
let loadedLive: PageAssets | undefined;

/** pageAssets reads the styles and bundles the script once; they belong to the program, not to a result. */
export function pageAssets(): PageAssets {
  loaded ??= load('client/main.ts', sheets);
  return loaded;
}

/** livePageAssets are those of the page of a run that goes on; it may ask its own server for news. */
export function livePageAssets(): PageAssets {
  loadedLive ??= load('client/live.ts', [...sheets, 'live.css'], ["connect-src 'self'"]);
  return loadedLive;
}

function load(client: string, ofSheets: readonly string[], allowed: readonly string[] = []): PageAssets {
  const script = bundledScript(client);
  return { style: styles(ofSheets), script, contentSecurityPolicy: policyFor(script, allowed) };
}

function styles(ofSheets: readonly string[]): string {
  const uplot = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css');
  const own = ofSheets.map((sheet) => fileURLToPath(new URL(`styles/${sheet}`, import.meta.url)));
  return [uplot, ...own].map((file) => readFileSync(file, 'utf8')).join('\n');
}

function bundledScript(client: string): string {
  const built = buildSync({
    entryPoints: [fileURLToPath(new URL(client, import.meta.url))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  });
  return (built.outputFiles[0]?.text ?? '').trim().replaceAll('</script', String.raw`<\/script`);
}

/** policyFor: no request to anywhere but what is allowed, no script but this one. */
function policyFor(script: string, allowed: readonly string[]): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${hash}'`,
    ...allowed,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
