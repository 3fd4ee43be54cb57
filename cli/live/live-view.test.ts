import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LoadSecond } from '../../load/model/load-observation.ts';
import { quick } from '../../load/suites/quick.ts';
import { html } from '../../reports/render/html/html.ts';
import { chromiumNeeded, launchChromium } from '../../reports/testing/browser.ts';
import { completeResult } from '../../reports/testing/fixture-results.ts';
import { colouredPixels, overflowPx } from '../../reports/testing/page-checks.ts';
import { type LiveView, startLiveView } from './live-view.ts';

const suite = quick.make({});
let live: LiveView;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rehearse-live-'));
  await writeFile(join(directory, 'report.html'), html.render(completeResult()));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(async () => {
  live = await startLiveView(0, suite);
});
afterEach(() => live[Symbol.asyncDispose]());

const report = () => join(directory, 'report.html');

describe('the page of a run that goes on, as it is served', () => {
  it('is on loopback alone, for its own name alone, and for reading alone', async () => {
    const { port } = new URL(live.url);
    expect(live.url).toBe(`http://127.0.0.1:${port}/`);
    expect((await asked(live.url)).status).toBe(200);
    expect((await asked(live.url, { host: `attacker.example:${port}` })).status).toBe(403);
    expect((await fetch(live.url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${live.url}etc/passwd`)).status).toBe(404);
  });

  it('lets its page ask nobody but itself, and nobody keep it', async () => {
    const response = await fetch(live.url);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(text).toMatch(/default-src &#39;none&#39;|default-src 'none'/);
    expect(text).not.toMatch(/<link|<img|<iframe|@import|\ssrc=|https?:\/\//i);
  });

  it('gives whoever was away what it has missed, and nothing twice', async () => {
    live.progress.begin('Startup');
    live.progress.second(second(1));
    const first = await eventsUntil(`${live.url}events`, '"atMs":1000');
    const last = Number(/id: (\d+)\n(?![\s\S]*id: )/.exec(first)?.[1]);
    live.progress.second(second(2));
    const rest = await eventsUntil(`${live.url}events`, '"atMs":2000', { 'last-event-id': String(last) });
    expect(rest).not.toContain('"atMs":1000');
    expect(rest).not.toContain('"step":"Startup"');
  });

  it('keeps the load of the last quarter of an hour, not of all time', async () => {
    for (let at = 1; at <= 1000; at += 1) live.progress.second(second(at));
    await eventsUntil(`${live.url}events`, '"atMs":1000000');
    const text = await eventsUntil(`${live.url}events`, '"atMs":1000000');
    expect(text.match(/"type":"second"/g)).toHaveLength(900);
  });

  it('is over at once when nobody looks on', async () => {
    await live.over(report());
    await expect(fetch(live.url)).rejects.toThrow('fetch failed');
  });

  it('says so when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(startLiveView(port, suite)).rejects.toMatchObject({
      kind: 'usage',
      message: `the live page cannot be served on port ${port}: EADDRINUSE.`,
    });
    taken.close();
  });
});

describe.skipIf(chromiumNeeded.skip)('the page of a run that goes on (needs chromium on PATH)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it.each([360, 1280])(
    'shows load, replicas, experiments and figures as they come, at %d px',
    async (width) => {
      const { page, complaints, foreign } = await opened(width);
      tellStory();
      await page.getByText('measuring: 150 requests/s').waitFor();
      await page.getByText('bookings-2: draining').waitFor();
      await page.getByText('✓ Startup: ready in 140 ms').waitFor();
      await page.locator('#figures-so-far').getByText('spawn to ready, median').waitFor();
      expect(await page.locator('#step').textContent()).toBe('Steady load');
      await expect.poll(async () => Math.min(...(await colouredPixels(page)))).toBeGreaterThan(300);
      expect(await overflowPx(page)).toBe(0);
      expect(complaints).toEqual([]);
      expect(foreign).toEqual([]);
    },
  );

  it('shows the same to whoever comes later, reloads, or looks on beside others', async () => {
    tellStory();
    const first = (await opened(800)).page;
    const second_ = (await opened(800)).page;
    await first.reload();
    for (const page of [first, second_]) {
      await page.getByText('bookings-2: draining').waitFor();
      await page.getByText('✓ Startup: ready in 140 ms').waitFor();
      await page.locator('#figures-so-far').getByText('spawn to ready, median').waitFor();
    }
    live.progress.tell('something new');
    for (const page of [first, second_])
      await expect.poll(() => page.locator('#line').textContent()).toBe('something new');
  });

  it('becomes the report when the run is over, for everybody, and is gone then', async () => {
    const pages = [(await opened(800)).page, (await opened(360)).page];
    for (const page of pages) await page.getByText('Waiting for the run').waitFor();
    await live.over(report());
    for (const page of pages) await page.getByRole('heading', { name: 'Key figures' }).waitFor();
    await expect(fetch(live.url)).rejects.toThrow('fetch failed');
  });

  it('takes whatever a run tells as text, and says when the run cannot be reached', async () => {
    const { page, complaints } = await opened(360);
    const nasty = '</script><img src=x onerror=alert(1)>';
    live.progress.begin(nasty);
    live.progress.tell(nasty);
    live.progress.marked({ atMs: 1, kind: 'replica-ready', label: nasty, replica: nasty });
    await page.getByText(`${nasty}: ready`).waitFor();
    await page.reload();
    await page.getByText(`${nasty}: ready`).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await live[Symbol.asyncDispose]();
    await page.getByText('The run cannot be reached').waitFor();
  });

  async function opened(width: number): Promise<{ page: Page; complaints: string[]; foreign: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const complaints: string[] = [];
    const foreign: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(live.url)) foreign.push(request.url());
    });
    await page.goto(live.url);
    return { page, complaints, foreign };
  }
});

function tellStory(): void {
  live.progress.begin('Startup');
  live.progress.end('ready in 140 ms');
  live.progress.measured(() => completeResult().figures);
  live.progress.begin('Steady load');
  for (let at = 1; at <= 40; at += 1) live.progress.second(second(at));
  const replica = { service: 'bookings', replica: 'bookings-2' };
  live.progress.marked({ atMs: 20_000, kind: 'replica-ready', label: 'bookings-2 ready', ...replica });
  live.progress.marked({ atMs: 30_000, kind: 'replica-signalled', label: 'bookings-2 SIGTERM', ...replica });
}

function second(at: number): LoadSecond {
  return {
    atMs: at * 1000,
    phase: 'measuring',
    scheduled: 150,
    ok: 149,
    rejected: 0,
    failed: 1,
    inFlight: 2,
    p50Ms: 4 + (at % 5),
    p90Ms: 9,
    maxMs: 30,
    totals: { scheduled: 150 * at, ok: 149 * at, rejected: 0, failed: at },
  };
}

function asked(url: string, headers: Record<string, string> = {}): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    }).on('error', reject);
  });
}

/** eventsUntil reads the stream of events until it holds a text. */
async function eventsUntil(url: string, text: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url, { headers });
  const decoder = new TextDecoder();
  let read = '';
  for await (const chunk of response.body ?? []) {
    read += decoder.decode(chunk, { stream: true });
    if (read.includes(text)) break;
  }
  return read;
}
