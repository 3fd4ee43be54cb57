import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SideBySide } from '../../compare/side-by-side.ts';
import { chromiumNeeded, launchChromium, openFile } from '../../testing/browser.ts';
import { alikeSides, unlikeSides } from '../../testing/fixture-sides.ts';
import { allDrawn, colouredPixels, overflowPx } from '../../testing/page-checks.ts';
import { sideHtml } from './side-html.ts';
import { sideMarkdown } from './side-markdown.ts';
import { sideRenderers } from './side-renderers.ts';
import { renderSideSummary } from './side-summary.ts';

const sides = { alike: alikeSides(), unlike: unlikeSides() };

describe('results side by side', () => {
  it.each(Object.entries(sides))('read as agreed in Markdown when they are %s', async (name, made) => {
    await expect(sideMarkdown.render(made)).toMatchFileSnapshot(`golden/${name}.md.golden`);
  });

  it.each(
    Object.entries(sides).flatMap(([name, made]) =>
      [72, 80, 120].map((columns) => ({ name, made, columns })),
    ),
  )(
    'read as agreed in a terminal of $columns columns when they are $name',
    async ({ name, made, columns }) => {
      const text = stripVTControlCharacters(renderSideSummary(made, { columns, color: true }));
      await expect(text).toMatchFileSnapshot(`golden/${name}-${columns}.txt`);
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    },
  );

  it.each(sideRenderers)('are the same bytes again from $name', ({ render }) => {
    expect(render(unlikeSides())).toBe(render(JSON.parse(JSON.stringify(unlikeSides())) as SideBySide));
  });

  it('name plainly at the top that their environments differ, and say so when they do not', () => {
    const top = (made: SideBySide) => /<header.*?<\/header>/s.exec(sideHtml.render(made))?.[0];
    expect(top(sides.unlike)).toMatch(/Different environments: CPU\./);
    expect(top(sides.unlike)).toMatch(/Different settings: suite\./);
    expect(top(sides.alike)).toContain('in the same environment, with the same settings');
  });
});

describe.skipIf(chromiumNeeded.skip)('the page of results side by side (needs chromium on PATH)', () => {
  let browser: Browser;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'rehearse-sides-'));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it.each([
    { width: 360, colorScheme: 'dark', name: 'unlike', charts: 3 },
    { width: 1280, colorScheme: 'light', name: 'unlike', charts: 3 },
    { width: 768, colorScheme: 'light', name: 'alike', charts: 1 },
  ] as const)(
    'opens at $width px without a complaint, a request, an overflow or a blank chart when they are $name',
    async ({ width, colorScheme, name, charts }) => {
      await using opened = await openFile(browser, await stored(sides[name]), {
        viewport: { width, height: 900 },
        colorScheme,
      });
      await allDrawn(opened.page);
      const painted = await colouredPixels(opened.page);
      expect(painted).toHaveLength(charts);
      expect(Math.min(...painted)).toBeGreaterThan(300);
      expect(await overflowPx(opened.page)).toBe(0);
      expect(opened.asked).toEqual([]);
      expect(opened.complaints).toEqual([]);
    },
  );

  it('takes whatever names hold as text', async () => {
    const nasty = '</script><img src=x onerror=alert(1)>"\'&';
    const [first, second] = sides.alike.results;
    if (first === undefined || second === undefined) throw new Error('the fixture has two results');
    const made = { ...sides.alike, results: [{ ...first, name: nasty }, second] };
    await using opened = await openFile(browser, await stored(made), {
      viewport: { width: 360, height: 780 },
    });
    expect(opened.complaints).toEqual([]);
    expect(await opened.page.locator('#figures thead').textContent()).toContain(nasty);
    expect(await overflowPx(opened.page)).toBe(0);
  });

  async function stored(made: SideBySide): Promise<string> {
    const file = path.join(directory, 'report.html');
    await writeFile(file, sideHtml.render(made));
    return file;
  }
});
