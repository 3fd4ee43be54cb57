import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumOnPath, launchChromium as launchFile } from '../../browser/chromium.ts';

const file = chromiumOnPath();

/** hasChromium says whether a Chromium is on PATH. */
export const hasChromium = file !== undefined;

/** launchChromium starts it without a window; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  if (file === undefined) throw new Error('no Chromium is on PATH');
  return launchFile(file);
}

/** Visit is one person's browser window, with all that it complained of. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings of the console, violations of the content security policy among them, and uncaught errors. */
  readonly complaints: readonly string[];
}

/** visit opens a window that shares nothing with others. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
