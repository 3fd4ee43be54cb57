import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumOnPath, launchChromium as launchFile } from '../../browser/chromium.ts';
import { lacks } from '../../load/model/needs.fixture.ts';

const chromium = chromiumOnPath();

/** chromiumNeeded: whether what needs a Chromium is left out. Throws where there is none and `REQUIRE` names it. */
export const chromiumNeeded = { skip: lacks('chromium', chromium !== undefined) };

/** launchChromium starts a headless browser; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  if (chromium === undefined) throw new Error('no Chromium is on PATH');
  return launchFile(chromium);
}

/** OpenedPage: a page with all that it said and asked for while it was open. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** complaints: errors and warnings of the console, uncaught errors, dialogs. */
  readonly complaints: readonly string[];
  /** asked: every request but the one for the file itself; all of them were refused. */
  readonly asked: readonly string[];
}

/** openFile opens a file without any network. */
export async function openFile(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ ...options, offline: true });
  const page = await context.newPage();
  const own = pathToFileURL(file).href;
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  await page.route('**/*', (route) => {
    if (route.request().url() === own) return route.continue();
    asked.push(route.request().url());
    return route.abort();
  });
  await page.goto(own);
  return { page, complaints, asked, [Symbol.asyncDispose]: () => context.close() };
}
