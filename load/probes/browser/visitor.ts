import { constants, getPriority, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { runClockFrom } from '../../model/clock.ts';
import { whenOrphaned } from '../../model/when-orphaned.ts';
import { launchChromium } from '../../../browser/chromium.ts';
import type { FromVisitor, ToVisitor, VisitOrder } from './messages.ts';
import { visitPage } from './visit-page.ts';

// A process of its own, so that what drives the browser does not hold up the harness. It ends, and the browser with it,
// when it is told to or when the harness has gone.

/** mostVisits: more tell nothing new, and a run of hours must not grow by them. */
const mostVisits = 1000;
const afterFailureMs = 500;

// For machines on which it is not behind others already (see behindOthers).
setPriority(
  Math.min(constants.priority.PRIORITY_LOW, getPriority() + constants.priority.PRIORITY_BELOW_NORMAL),
);

const begun = Promise.withResolvers<void>();
const stopped = Promise.withResolvers<void>();
const stopping = new AbortController();
let browser: Browser | undefined;

// Ctrl-C is for the harness, which then says what is to be done.
process.on('SIGINT', () => {});
whenOrphaned(() => process.exit(1));
process.on('message', (message: ToVisitor) => {
  if (message.type === 'prepare') void work(message.order);
  if (message.type === 'begin') begun.resolve();
  if (message.type === 'stop') stop(message.atOnce);
});

function stop(atOnce: boolean): void {
  stopping.abort();
  begun.resolve();
  stopped.resolve();
  // The visit under way ends with it, and then the rest.
  if (atOnce) browser?.close().catch(() => {});
}

async function work(order: VisitOrder): Promise<void> {
  try {
    browser = await launchChromium(order.executablePath, {
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    await visitAll(browser, order);
    await browser.close();
    process.exit(0);
  } catch (error) {
    await browser?.close().catch(() => {});
    tell({ type: 'failed', message: (error as Error).message }, () => process.exit(1));
  }
}

async function visitAll(opened: Browser, { entryUrl, pages, clock }: VisitOrder): Promise<void> {
  await look(opened, entryUrl);
  tell({ type: 'ready', version: opened.version() });
  await begun.promise;
  const axis = runClockFrom(clock.startedAt, clock.originNs);
  for (let index = 0; !stopping.signal.aborted && index < mostVisits; index += 1) {
    const visited = await visitPage(opened, entryUrl, pages[index % pages.length]!, axis);
    if (!opened.isConnected()) throw new Error('the browser has ended by itself');
    tell({ type: 'visited', visited, late: stopping.signal.aborted });
    if (visited.seen.failure !== null) await Promise.race([delay(afterFailureMs), stopped.promise]);
  }
  await stopped.promise;
}

/** look opens the page once, so that no visit pays for the browser's own first steps. */
async function look(opened: Browser, entryUrl: string): Promise<void> {
  const page = await opened.newPage();
  await page.goto(entryUrl);
  await page.close();
}

function tell(message: FromVisitor, then: () => void = () => {}): void {
  if (process.connected) process.send?.(message, undefined, undefined, then);
  else then();
}
