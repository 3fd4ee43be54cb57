// What the web page weighs, and how soon it is there on loopback, against its goals: `npm run bench:web`, half a minute.
// Each visit is a new window with an empty cache, on the gateway of a platform with demo data.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { median } from '../../stats/order-statistics.ts';
import { chromiumOnPath, launchChromium } from '../../browser/chromium.ts';
import { machineProbe } from '../probes/machine.ts';
import type { Row } from './row.ts';
import { openStand } from './stand.ts';
import { table } from './table.ts';

const visits = 15;
const directory = fileURLToPath(new URL('../../dist/reference-services/web/', import.meta.url));
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** What a browser that takes gzip loads of the page, whatever it is for. */
async function packedKib(): Promise<number> {
  const paths = await readdir(directory, { recursive: true });
  const sent = paths.filter(
    (path) => path.endsWith('.gz') || (isShown(path) && !paths.includes(`${path}.gz`)),
  );
  const sizes = await Promise.all(sent.map(async (path) => (await stat(join(directory, path))).size));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

function isShown(path: string): boolean {
  return /\.(html|css|js|svg)$/.test(path);
}

interface VisitMs {
  readonly firstByte: number;
  readonly firstPaint: number;
  readonly largestPaint: number;
}

async function visit(browser: Browser, url: string): Promise<VisitMs> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole('article').first().waitFor();
    await page.waitForLoadState('networkidle');
    return await page.evaluate(async () => {
      const entries = (type: string) =>
        new Promise<PerformanceEntry[]>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
        });
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return {
        firstByte: navigation?.responseStart ?? Number.NaN,
        firstPaint:
          (await entries('paint')).find(({ name }) => name === 'first-contentful-paint')?.startTime ??
          Number.NaN,
        largestPaint: (await entries('largest-contentful-paint')).at(-1)?.startTime ?? Number.NaN,
      };
    });
  } finally {
    await context.close();
  }
}

async function measure(): Promise<string> {
  const file = chromiumOnPath();
  if (file === undefined) throw new Error('no Chromium is on PATH: install it, and start again.');
  await using teardown = new AsyncDisposableStack();
  const stand = await openStand(tell, teardown);
  const system = stand.system(await stand.databases('web'), { events: 1, bookings: 1, gateway: 1 });
  const { entryUrl } = await stand.start(system);
  const browser = await launchChromium(file);
  teardown.defer(() => browser.close());
  await visit(browser, entryUrl);
  const watch = machineProbe.start(() => [], stand.clock);
  const seen: VisitMs[] = [];
  for (let n = 0; n < visits; n += 1) seen.push(await visit(browser, entryUrl));
  const { points } = await watch.finish();
  const foreignCores = points.length > 0 ? median(points.map((point) => point.foreignCores)) : 0;
  return table((await rowsOf(seen)).map((row) => ({ ...row, foreignCores })));
}

async function rowsOf(seen: readonly VisitMs[]): Promise<Row[]> {
  return [
    {
      what: 'the page, all that it loads, packed by gzip',
      unit: 'KiB',
      values: [await packedKib()],
      goal: { better: 'below', goal: 150 },
      beside: 'document, scripts, styles, icon',
    },
    {
      what: 'largest contentful paint, empty cache',
      unit: 'ms',
      values: seen.map(({ largestPaint }) => largestPaint),
      goal: { better: 'below', goal: 1000 },
      beside: `first paint ${shown(seen.map(({ firstPaint }) => firstPaint))}, first byte ${shown(seen.map(({ firstByte }) => firstByte))}`,
    },
  ];
}

function shown(valuesMs: readonly number[]): string {
  return `${median(valuesMs).toFixed(0)} ms`;
}

process.stdout.write(`${await measure()}\n`);
