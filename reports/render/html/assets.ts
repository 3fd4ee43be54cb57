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

/** pageAssets reads the styles and bundles the script once; they belong to the program, not to a result. */
export function pageAssets(): PageAssets {
  loaded ??= load();
  return loaded;
}

function load(): PageAssets {
  const script = bundledScript();
  return { style: styles(), script, contentSecurityPolicy: policyFor(script) };
}

function styles(): string {
  const uplot = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css');
  const own = sheets.map((sheet) => fileURLToPath(new URL(`styles/${sheet}`, import.meta.url)));
  return [uplot, ...own].map((file) => readFileSync(file, 'utf8')).join('\n');
}

function bundledScript(): string {
  const built = buildSync({
    entryPoints: [fileURLToPath(new URL('client/main.ts', import.meta.url))],
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

/** policyFor: no request to anywhere, no script but this one. */
function policyFor(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
