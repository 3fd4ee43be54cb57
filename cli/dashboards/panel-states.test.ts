import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { chromiumOnPath, launchChromium } from '../../browser/chromium.ts';
import { lacks } from '../../load/model/needs.fixture.ts';
import { seenPanels } from './panel-states.ts';

/** Panels as Grafana marks them: a header, what shows that it loads or failed, and a body. */
const panel = (title: string, inside: string): string =>
  `<section data-testid="data-testid Panel header ${title}"><div data-testid="header-container">${title} 1</div>${inside}</section>`;

const page = [
  panel('number', '<div>42</div>'),
  panel('lines', '<div>legend<canvas class="painted"></canvas></div>'),
  panel('lines that are not there yet', '<div>legend</div>'),
  panel('lines that are not painted yet', '<div>legend<canvas></canvas></div>'),
  panel('nothing', '<div></div>'),
  panel('without data', '<div>No data</div>'),
  panel('loading', '<div aria-label="Panel loading bar"></div><div>42</div>'),
  panel('failed', '<b data-testid="data-testid Panel status error"></b><div>42</div>'),
  `<script>for (const canvas of document.querySelectorAll('.painted')) canvas.getContext('2d').fillRect(0, 0, 9, 9);</script>`,
].join('');

const file = chromiumOnPath();

describe.skipIf(lacks('chromium', file !== undefined))('what a browser shows of a panel (chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(file!);
  });
  afterAll(() => browser?.close());

  test('is drawn, or nothing yet, or why there is nothing', async () => {
    const shown = await browser.newPage();
    await shown.setContent(page);
    const plots = ['lines', 'lines that are not there yet', 'lines that are not painted yet'];
    expect(Object.fromEntries(await seenPanels(shown, plots))).toEqual({
      number: '',
      lines: '',
      'lines that are not there yet': 'is blank',
      'lines that are not painted yet': 'is blank',
      nothing: 'is blank',
      'without data': 'shows "No data"',
      loading: 'still loads',
      failed: 'shows an error',
    });
  });
});
