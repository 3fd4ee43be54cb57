import type { Page } from 'playwright-core';

/** allDrawn waits until every chart's place holds a canvas. */
export async function allDrawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelectorAll('.plot canvas').length === document.querySelectorAll('.chart-data').length,
  );
}

/** overflowPx: by how much the page is wider than its window. */
export function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** colouredPixels: of each canvas, how many pixels are neither empty nor grey. */
export function colouredPixels(page: Page): Promise<number[]> {
  return page.locator('.plot canvas').evaluateAll((all) =>
    all.map((element) => {
      const canvas = element as HTMLCanvasElement;
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        const rgb = [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
        if ((data[i + 3] ?? 0) > 64 && Math.max(...rgb) - Math.min(...rgb) > 48) count += 1;
      }
      return count;
    }),
  );
}
