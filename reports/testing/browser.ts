import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { needed } from './needs.ts';

/** chromiumNeeded: a Chromium of this machine. */
export const chromiumNeeded = needed('chromium', ['chromium', 'chromium-browser', 'google-chrome']);

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** launchChromium starts a headless browser; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  if (chromiumNeeded.file === undefined) throw new Error('REQUIRE names chromium, and none is on PATH');
  return chromium.launch({ executablePath: chromiumNeeded.file, args: flags });
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
