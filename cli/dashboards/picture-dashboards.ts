import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Finding } from '../../dashboards/check/finding.ts';
import type { Span } from '../../dashboards/check/prometheus-api.ts';
import { questionsOf } from '../../dashboards/check/questions.ts';
import { drawnPanels, type ClassicDashboard, type DrawnPanel } from '../../dashboards/classic-json.ts';
import type { Source } from '../../dashboards/check/sources.ts';
import { launchChromium } from '../../browser/chromium.ts';
import { seenPanels } from './panel-states.ts';

/** PictureOrder: which dashboards of which Grafana are looked at, and where the pictures of them go. */
export interface PictureOrder {
  readonly chromium: string;
  readonly base: string;
  readonly dashboards: readonly ClassicDashboard[];
  readonly directory: string;
  readonly present: ReadonlySet<Source>;
  /** span: what a dashboard is to show. */
  readonly span: (dashboard: ClassicDashboard) => Span;
}

const widthPx = 1600;
/** rowPx: of the grid, with the gap below; headPx: what is above it. */
const rowPx = 38;
const headPx = 40;
const patienceMs = 30_000;
const lookEveryMs = 300;

/** pictureDashboards has a real browser show each dashboard to a visitor, and tells which panels show nothing. */
export async function pictureDashboards(order: PictureOrder): Promise<readonly Finding[]> {
  await mkdir(order.directory, { recursive: true });
  const browser = await launchChromium(order.chromium);
  try {
    const findings: Finding[] = [];
    for (const dashboard of order.dashboards) {
      const page = await browser.newPage({ viewport: { width: widthPx, height: heightPx(dashboard) } });
      findings.push(...(await picture(page, dashboard, order)));
      await page.close();
    }
    return findings;
  } finally {
    await browser.close();
  }
}

/** heightPx: of the whole, because Grafana asks only for what can be seen. */
function heightPx({ panels }: ClassicDashboard): number {
  return headPx + rowPx * Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
}

async function picture(page: Page, dashboard: ClassicDashboard, order: PictureOrder): Promise<Finding[]> {
  const { base, directory, span } = order;
  const { fromSeconds, toSeconds } = span(dashboard);
  const range = `from=${Math.round(fromSeconds * 1000)}&to=${Math.round(toSeconds * 1000)}`;
  await page.goto(`${base}/d/${dashboard.uid}?${range}&refresh=&theme=light&kiosk`);
  const panels = shown(dashboard, order);
  const seen = await whatIsSeen(page, panels, drawnPanels(dashboard));
  await page.screenshot({ path: join(directory, `${dashboard.uid}.png`) });
  return panels.map(({ title }) => {
    const wrong = seen.get(title) ?? 'is not there';
    return {
      held: 'panels drawn',
      dashboard: `${dashboard.title}, in Chromium`,
      where: title,
      problems: wrong === '' ? [] : [wrong],
    };
  });
}

/** shown: the panels that rest on nothing that is not there. */
function shown(dashboard: ClassicDashboard, { present }: PictureOrder): readonly DrawnPanel[] {
  const questions = questionsOf(dashboard).filter(({ kind }) => kind === 'panel');
  return drawnPanels(dashboard).filter(({ title }) =>
    questions.filter(({ where }) => where === title).every(({ source }) => present.has(source)),
  );
}

/** whatIsSeen waits until every panel is drawn, or has had its time; of others until they do not load any more. */
async function whatIsSeen(
  page: Page,
  panels: readonly DrawnPanel[],
  all: readonly DrawnPanel[],
): Promise<ReadonlyMap<string, string>> {
  const plots = all
    .filter(({ type }) => type === 'timeseries' || type === 'heatmap')
    .map(({ title }) => title);
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const seen = await seenPanels(page, plots);
    const wanting = [
      ...panels.filter(({ title }) => seen.get(title) !== ''),
      ...all.filter(({ title }) => isUnderWay(seen.get(title))),
    ];
    if (wanting.length === 0 || performance.now() > giveUpAt) return seen;
    await sleep(lookEveryMs);
  }
}

function isUnderWay(wrong: string | undefined): boolean {
  return wrong === undefined || wrong === 'still loads' || wrong === 'is blank';
}
