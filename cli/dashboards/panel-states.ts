import type { Page } from 'playwright-core';

/** seenPanels gives what is wrong with each panel that a page shows, by title; '' where it is drawn. `plots` draw lines or cells. */
export async function seenPanels(page: Page, plots: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map(await page.evaluate<[string, string][]>(`(${inPage})(${JSON.stringify(plots)})`));
}

/** Runs in the page, by the marks that Grafana keeps for tests. What is not painted yet has transparent pixels alone. */
const inPage = `(plots) => {
  const painted = (canvas) =>
    canvas.width > 0 && canvas.height > 0 &&
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value !== 0);
  const wrong = (box, title) => {
    if (box.querySelector('[data-testid="data-testid Panel status error"]')) return 'shows an error';
    if (box.querySelector('[aria-label="Panel loading bar"]')) return 'still loads';
    const body = [...box.children].filter((child) => child.dataset.testid !== 'header-container');
    const text = body.map((child) => child.textContent).join('');
    if (text.includes('No data')) return 'shows "No data"';
    const canvases = body.flatMap((child) => [...child.querySelectorAll('canvas')]);
    return (plots.includes(title) ? canvases.some(painted) : text.trim() !== '') ? '' : 'is blank';
  };
  const mark = 'data-testid Panel header ';
  return [...document.querySelectorAll('[data-testid^="' + mark + '"]')].map((box) => {
    const title = box.getAttribute('data-testid').slice(mark.length);
    return [title, wrong(box, title)];
  });
}`;
