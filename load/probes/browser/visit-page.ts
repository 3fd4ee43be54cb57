import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page, Response } from 'playwright-core';
import type { PageVisitSeen } from '../../model/browser-observation.ts';
import type { RunClock } from '../../model/clock.ts';
import type { PageVisit } from '../../model/page-visit.ts';
import type { Visited } from './messages.ts';
import { readVitals, watchVitals } from './page-vitals.ts';

/** visitLimitMs: a person would have gone away by then. */
export const visitLimitMs = 10_000;

/** lookMs: how long a visitor looks at a page before going on; a person would take longer. */
const lookMs = 300;
const viewport = { width: 1280, height: 900 };
const nothing: PageVisitSeen['values'] = {
  ttfb: null,
  fcp: null,
  lcp: null,
  inp: null,
  cls: null,
  confirmation: null,
};

/** visitPage makes one visit in a window that shares nothing with others, and gives it up after `limitMs`. */
export async function visitPage(
  browser: Browser,
  entryUrl: string,
  visit: PageVisit,
  clock: RunClock,
  limitMs: number = visitLimitMs,
): Promise<Visited> {
  const context = await browser.newContext({ viewport });
  const late = setTimeout(() => void context.close().catch(() => {}), limitMs);
  const startedAtMs = clock.nowMs();
  const booked: string[] = [];
  const answers: Promise<void>[] = [];
  const told = (values: PageVisitSeen['values'], failure: string | null): PageVisitSeen => ({
    startedAtMs,
    tookMs: clock.nowMs() - startedAtMs,
    values,
    failure,
  });
  try {
    const page = await context.newPage();
    page.on('response', (response) => answers.push(hear(response, visit, booked)));
    const values = await walk(page, entryUrl, visit);
    await Promise.all(answers);
    return { seen: told(values, null), booked };
  } catch (error) {
    await Promise.all(answers);
    const tookTooLong = clock.nowMs() - startedAtMs >= limitMs;
    return {
      seen: told(nothing, tookTooLong ? `not over within ${limitMs} ms` : reason(error, visit)),
      booked,
    };
  } finally {
    clearTimeout(late);
    await context.close();
  }
}

/** reason: in one line, without the path, which holds what signs the visitor in. */
function reason(error: unknown, { path }: PageVisit): string {
  const [line = ''] = (error as Error).message.split('\n');
  return line.replaceAll(path, '/');
}

async function walk(page: Page, entryUrl: string, visit: PageVisit): Promise<PageVisitSeen['values']> {
  await page.addInitScript(watchVitals, visit.confirmation);
  await page.goto(`${entryUrl}${visit.path}`);
  const link = page.getByRole('link', { name: visit.link, exact: true });
  await link.waitFor();
  await delay(lookMs);
  await link.click();
  const button = page.getByRole('button', { name: visit.button, exact: true });
  await button.waitFor();
  await delay(lookMs);
  await button.click();
  await page.getByRole('heading', { name: visit.confirmation, exact: true }).waitFor();
  // The browser tells of an interaction after it has painted what came of it.
  await delay(lookMs);
  return page.evaluate(readVitals);
}

/** hear keeps the id of an acknowledged booking. An answer that was cut off acknowledges nothing. */
async function hear(response: Response, { acknowledgedBy }: PageVisit, booked: string[]): Promise<void> {
  if (response.status() !== 201 || response.request().method() !== 'POST') return;
  if (!new URL(response.url()).pathname.endsWith(acknowledgedBy)) return;
  try {
    booked.push(((await response.json()) as { id: string }).id);
  } catch {
    // The window was closed before its body had come.
  }
}
