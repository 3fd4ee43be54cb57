import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../../load/model/result.ts';
import { chromiumNeeded, launchChromium, openFile } from '../../testing/browser.ts';
import { steadyExperiment } from '../../testing/fixture-experiments.ts';
import {
  abortedResult,
  brokenResult,
  completeResult,
  failedResult,
  fullResult,
  invalidResult,
} from '../../testing/fixture-results.ts';
import { scalingAnalysis } from '../../testing/fixture-scaling.ts';
import { allDrawn, colouredPixels, overflowPx } from '../../testing/page-checks.ts';
import { html } from './html.ts';

const always = ['environment', 'method', 'warnings'];
const quickSections = ['figures', 'latency', 'memory', 'startup', 'shutdown', 'bookings', 'cpu', ...always];
const sections: Record<string, readonly string[]> = {
  completeResult: quickSections,
  brokenResult: quickSections,
  invalidResult: quickSections,
  abortedResult: ['figures', 'not-reached', 'startup', ...always],
  failedResult: ['figures', 'not-reached', ...always],
  fullResult: [
    'figures',
    'latency',
    'browser',
    'rates',
    'scale-out',
    'memory',
    'startup',
    'shutdown',
    'bookings',
    'observer',
    'cpu',
    'machine',
    ...always,
  ],
};

describe('the page as text', () => {
  it('refers to nothing outside of itself', () => {
    const text = html.render(completeResult());
    expect(text).not.toMatch(/<link|<img|<iframe|@import|\ssrc=|url\(/i);
    expect([...text.matchAll(/\shref="([^"]*)"/g)].map(([, target]) => target)).toSatisfy(
      (targets: string[]) => targets.length > 0 && targets.every((target) => target.startsWith('#')),
    );
  });

  it('names each experiment that was planned and not reached', () => {
    const text = /<section id="not-reached".*?<\/section>/s.exec(html.render(abortedResult()))?.[0] ?? '';
    expect([...text.matchAll(/<li>(.*?)<\/li>/g)].map(([, item]) => item)).toEqual([
      'Steady load: was not measured.',
      'Scale-out 1 → 3 → 1 and rolling restart under load: was not measured.',
      'Control: SIGKILL in place of SIGTERM: was not measured.',
    ]);
    expect(html.render(completeResult())).not.toContain('id="not-reached"');
  });

  it('says which experiment was cut off before it had seen anything', () => {
    const result = structuredClone(abortedResult());
    result.experiments.push({ ...steadyExperiment(), observations: [], markers: [] });
    expect(html.render(result)).toContain('Steady load: begun, and cut off before anything was measured.');
  });

  it('links to sections that it has, and to nothing else', () => {
    for (const make of [completeResult, abortedResult, failedResult, fullResult]) {
      const text = html.render(make());
      const ids = new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
      const targets = [...text.matchAll(/\shref="#([^"]+)"/g)].map(([, id]) => id);
      expect(targets.filter((id) => !ids.has(id))).toEqual([]);
      expect(targets.length).toBeGreaterThan(4);
    }
  });

  it('says in words what stands in the way of more throughput, and why no law was fitted', () => {
    const result = structuredClone(fullResult());
    expect(html.render(result)).toContain('The machine is the limit, not the service.');
    result.analyses = result.analyses.map((one) => (one.kind === 'scaling' ? scalingAnalysis(false) : one));
    expect(html.render(result)).toContain('No law was fitted: throughput leaps');
  });

  it.each([
    [true, '5 s of warm-up, which ended because the load was steady (its median moved by 3%).'],
    [false, '5 s of warm-up, which ended at its limit, not steady (its median moved by 3%).'],
  ])('says why a warm-up ended where it did, steady: %s', (steady, said) => {
    const result = structuredClone(completeResult());
    const load = result.experiments
      .flatMap(({ observations }) => observations)
      .find((o) => o.kind === 'load');
    if (load === undefined) throw new Error('the fixture has a load');
    load.warmUpEnd = { steady, reason: 'its median moved by 3%' };
    expect(html.render(result)).toContain(said);
  });

  it('names the rates that a guard doubts', () => {
    expect(html.render(fullResult())).toContain(
      '<li>660 requests/s: the generator sent late: p99 of 6.1 ms</li>',
    );
  });

  it('shows the tail of a log only as text', () => {
    expect(html.render(failedResult())).toContain('&lt;/script>&lt;b>not markup&lt;/b>');
  });

  it('warns that the verdicts of an invalid run are no verdicts', () => {
    expect(html.render(invalidResult())).toContain('for diagnosis only');
    expect(html.render(completeResult())).not.toContain('for diagnosis only');
  });

  it('marks a count that must be 0 and is not, and says when the counts were of a moving target', () => {
    const result = structuredClone(completeResult());
    const account = result.experiments
      .flatMap(({ observations }) => observations)
      .find((o) => o.kind === 'reconciliation');
    if (account === undefined) throw new Error('the fixture has a reconciliation');
    expect(/<section id="bookings".*?<\/section>/s.exec(html.render(result))?.[0]).not.toMatch(
      /✗|moving target/,
    );
    account.missingBookings = 3;
    account.settled = false;
    const bookings = /<section id="bookings".*?<\/section>/s.exec(html.render(result))?.[0];
    expect(bookings?.match(/✗ 3/g)).toHaveLength(1);
    expect(bookings?.match(/moving target/g)).toHaveLength(1);
  });

  it('thins out tables that nobody could read, and says so', () => {
    const long = structuredClone(completeResult());
    const memory = long.experiments
      .flatMap(({ observations }) => observations)
      .find((o) => o.kind === 'memory');
    const points = memory?.replicas[0]?.points ?? [];
    const first = points[0];
    if (first === undefined) throw new Error('the fixture has memory points');
    for (let i = 1; i <= 3000; i += 1) points.push({ ...first, atMs: first.atMs + i });
    const text = html.render(long);
    const caption = /<p class="caption"[^>]*>(memory over time[^<]*)</.exec(text)?.[1];
    expect(caption).toMatch(/^memory over time, MiB, every 14th of \d+ rows; result\.json has all$/);
    expect(text.match(/<tr/g)?.length).toBeLessThan(900);
  });
});

describe.skipIf(chromiumNeeded.skip)('the page in Chromium (needs chromium on PATH)', () => {
  let browser: Browser;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'rehearse-page-'));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(directory, { recursive: true, force: true });
  });

  const views = [
    { width: 360, height: 780, colorScheme: 'light' },
    { width: 768, height: 1024, colorScheme: 'dark' },
    { width: 1280, height: 900, colorScheme: 'light' },
  ] as const;
  const results = {
    completeResult,
    brokenResult,
    abortedResult,
    failedResult,
    invalidResult,
    fullResult,
  };

  it.each(Object.entries(results).flatMap(([name, make]) => views.map((view) => ({ name, make, ...view }))))(
    'opens the $name at $width px, $colorScheme, without a complaint, a request or an overflow',
    async ({ name, make, width, height, colorScheme }) => {
      const file = await stored(make());
      await using opened = await openFile(browser, file, { viewport: { width, height }, colorScheme });
      await allDrawn(opened.page);
      expect(
        await opened.page.locator('main > section').evaluateAll((all) => all.map(({ id }) => id)),
      ).toEqual(sections[name]);
      expect(await overflowPx(opened.page)).toBe(0);
      expect(opened.asked).toEqual([]);
      expect(opened.complaints).toEqual([]);
    },
  );

  it('never scrolls sideways, whatever the width', async () => {
    await using opened = await openFile(browser, await stored(fullResult()));
    const overflowing: number[] = [];
    for (let width = 320; width <= 1280; width += 40) {
      await opened.page.setViewportSize({ width, height: 800 });
      if ((await overflowPx(opened.page)) > 0) overflowing.push(width);
    }
    expect(overflowing).toEqual([]);
  });

  it('is not widened by a chart that has not yet followed a narrower page', async () => {
    await using opened = await openFile(browser, await stored(completeResult()));
    await allDrawn(opened.page);
    await opened.page.locator('.u-wrap').evaluateAll((all) => {
      for (const element of all) (element as HTMLElement).style.width = '3000px';
    });
    expect(await overflowPx(opened.page)).toBe(0);
  });

  it('draws a chart for every series of values, none of them blank', async () => {
    await using opened = await openFile(browser, await stored(completeResult()));
    await allDrawn(opened.page);
    const painted = await colouredPixels(opened.page);
    // Steady: percentiles, response time, throughput. Memory. CPU. Shutdown: the same three. Control: throughput.
    expect(painted).toHaveLength(9);
    expect(Math.min(...painted)).toBeGreaterThan(500);
    expect(await opened.page.locator('.strip-dot').count()).toBe(20 * 8);
    expect(await opened.page.locator('.lane .bar-draining').count()).toBe(7);
  });

  it('draws the charts of every suite, none of them blank', async () => {
    await using opened = await openFile(browser, await stored(fullResult()));
    await allDrawn(opened.page);
    const painted = await colouredPixels(opened.page);
    // Those of a quick run, and rising rates, replicas, three leaks, the three beside a case, machine.
    expect(painted).toHaveLength(18);
    expect(Math.min(...painted)).toBeGreaterThan(300);
    const places = opened.page.locator('#rates .plot, #scale-out .plot, #machine .plot');
    expect(await places.evaluateAll((all) => all.map((place) => place.textContent))).toEqual([
      expect.stringContaining('doubted'),
      expect.stringContaining('fitted law'),
      expect.stringContaining('not of this run'),
    ]);
    // Cold, warm and contended: ready and first answer; each condition: 3 + 5 phases; cold and warm: 7 requests.
    expect(await opened.page.locator('.strip-dot').count()).toBe(20 * (3 * 2 + 3 * 8 + 2 * 7) + 5);
  });

  it('draws a chart that was folded away as wide as its place once it is opened', async () => {
    await using opened = await openFile(browser, await stored(fullResult()));
    const folded = opened.page.locator('#shutdown details', { hasText: 'The load beside it' }).last();
    await folded.locator('summary').first().click();
    const [chart, place] = [folded.locator('.uplot').first(), folded.locator('.plot').first()];
    await expect.poll(() => chart.evaluate((one) => one.clientWidth)).toBeGreaterThan(300);
    expect(await chart.evaluate((one) => one.clientWidth)).toBe(
      await place.evaluate((one) => one.clientWidth),
    );
  });

  it('would see a blank chart', async () => {
    await using opened = await openFile(browser, await stored(completeResult()));
    await allDrawn(opened.page);
    const painted = await opened.page.locator('.plot canvas').evaluateAll((all) => {
      const canvas = all[0] as HTMLCanvasElement;
      canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
      return canvas
        .getContext('2d')
        ?.getImageData(0, 0, canvas.width, canvas.height)
        .data.some((byte) => byte > 0);
    });
    expect(painted).toBe(false);
  });

  it('switches between light and dark, charts included, and remembers it', async () => {
    const file = await stored(completeResult());
    await using opened = await openFile(browser, file, { colorScheme: 'light' });
    const { page } = opened;
    await allDrawn(page);
    const before = await look(page);
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    const after = await look(page);
    expect(after.paper).not.toBe(before.paper);
    expect(after.chart).not.toBe(before.chart);
    await page.reload();
    expect((await look(page)).paper).toBe(after.paper);
  });

  it('is light and fits the sheet when it is printed from a dark screen', async () => {
    await using opened = await openFile(browser, await stored(completeResult()), { colorScheme: 'dark' });
    const { page } = opened;
    await allDrawn(page);
    const dark = await look(page);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 680, height: 960 });
    await page.waitForFunction(() => document.querySelector('.uplot')?.clientWidth === 680);
    const printed = await look(page);
    expect(printed.paper).not.toBe(dark.paper);
    expect(printed.chart).not.toBe(dark.chart);
    const widths = await page.locator('.uplot').evaluateAll((all) => all.map((chart) => chart.clientWidth));
    expect(new Set(widths)).toEqual(new Set([680]));
    expect(await page.getByText('Lockfile SHA-256').isVisible()).toBe(true);
    await page.emulateMedia({ media: null });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect((await look(page)).paper).toBe(dark.paper);
    expect(await page.getByText('Lockfile SHA-256').isVisible()).toBe(false);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('shows the values under the cursor, and what happened there', async () => {
    await using opened = await openFile(browser, await stored(completeResult()), {
      viewport: { width: 1280, height: 900 },
    });
    const plot = opened.page.locator('#shutdown .plot').first();
    await plot.scrollIntoViewIfNeeded();
    const over = plot.locator('.u-over');
    const width = (await over.boundingBox())?.width ?? 0;
    // The experiment lasts from 0:43 to 1:06.5; bookings-4 is signalled nowhere, bookings-1 at 0:52.
    await over.hover({ position: { x: (width * 9) / 23.5, y: 50 } });
    await opened.page.getByText('bookings-1 signalled', { exact: false }).first().waitFor();
    expect(await plot.locator('.u-legend .u-value').first().textContent()).toMatch(/^0:5[12]/);
    expect(await plot.locator('.u-legend').textContent()).toMatch(/slowest.*[\d.]+ ms/);
  });

  it('can be read with the keyboard alone', async () => {
    await using opened = await openFile(browser, await stored(completeResult()));
    const { page } = opened;
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the figures');
    const details = page.locator('#latency details').first();
    await details.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await details.getByRole('table').isVisible()).toBe(true);
    expect(await details.getByRole('table').locator('tbody tr').count()).toBeGreaterThan(10);
  });

  it('has its tables without JavaScript, too', async () => {
    await using opened = await openFile(browser, await stored(completeResult()), {
      javaScriptEnabled: false,
    });
    await opened.page.locator('#latency summary').first().click();
    expect(
      await opened.page.getByRole('table', { name: 'latency by percentile, milliseconds' }).isVisible(),
    ).toBe(true);
    expect(await opened.page.locator('.plot noscript').first().isVisible()).toBe(true);
  });

  it('takes whatever names, titles and messages hold as text', async () => {
    const result = structuredClone(fullResult());
    const nasty = '</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028"\'&';
    result.suite = nasty;
    for (const experiment of result.experiments) {
      experiment.title = nasty;
      for (const marker of experiment.markers) marker.label = nasty;
    }
    for (const figure of result.figures) figure.title = nasty;
    for (const analysis of result.analyses) {
      if (analysis.kind === 'scaling') analysis.limitReason = nasty;
      if (analysis.kind === 'rate-sweep') for (const { doubts } of analysis.points) doubts.push(nasty);
    }
    result.warnings = [{ code: nasty, message: nasty, advice: nasty }];
    await using opened = await openFile(browser, await stored(result), {
      viewport: { width: 360, height: 780 },
    });
    await allDrawn(opened.page);
    expect(opened.complaints).toEqual([]);
    expect(await opened.page.locator('img').count()).toBe(0);
    expect(await opened.page.locator('#warnings').textContent()).toContain(nasty);
    expect(await overflowPx(opened.page)).toBe(0);
  });

  it('refuses what the policy of the page does not allow', async () => {
    const text = html
      .render(completeResult())
      .replace('</main>', '<script>document.title = "run"</script></main>');
    const file = path.join(directory, 'tampered.html');
    await writeFile(file, text);
    await using opened = await openFile(browser, file);
    expect(await opened.page.title()).not.toBe('run');
    expect(opened.complaints.join()).toMatch(/Content Security Policy/);
  });

  async function stored(result: RunResult): Promise<string> {
    const file = path.join(directory, 'report.html');
    await writeFile(file, html.render(result));
    return file;
  }
});

function look(page: Page): Promise<{ paper: string; chart: string }> {
  return page.evaluate(() => ({
    paper: getComputedStyle(document.body).backgroundColor,
    chart: document.querySelector<HTMLCanvasElement>('.plot canvas')?.toDataURL() ?? '',
  }));
}
