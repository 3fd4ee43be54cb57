import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, visit } from '../testing/browser.ts';
import { lacks } from '../testing/needs.ts';
import { hasPrometheus, startPrometheus } from '../testing/prometheus.ts';
import { until } from '../testing/service.ts';
import { type BoxOffice, type Guest, openBoxOffice } from './fixtures/box-office.ts';
import { expectShown } from './fixtures/page-checks.ts';

describe.skipIf(lacks('chromium', hasChromium))('in a real browser (chromium)', () => {
  let office: BoxOffice;
  let browser: Browser;
  let roomy: string;

  beforeAll(async () => {
    [office, browser] = await Promise.all([openBoxOffice(), launchChromium()]);
    for (let n = 1; n <= 13; n += 1) await office.addEvening(`Big Band ${n}`, 20_000);
    roomy = await office.addEvening('Symphony', 20_000);
  });
  afterAll(async () => {
    await browser?.close();
    await office?.[Symbol.asyncDispose]();
  });

  const withToken = ({ token }: Guest, path = '/') => `${office.url}${path}#token=${token}`;
  const heading = (page: Page) => page.getByRole('heading', { level: 1 });
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

  // First: no other visit is still telling of itself.
  test('web vitals of a visit that books arrive in the metrics, under the page on which it began', async () => {
    const counts = async () => ({
      lcp: await office.metric('web_vitals_lcp_seconds_count{page="/"}'),
      fcp: await office.metric('web_vitals_fcp_seconds_count{page="/"}'),
      ttfb: await office.metric('web_vitals_ttfb_seconds_count{page="/"}'),
      inp: await office.metric('web_vitals_inp_seconds_count{page="/"}'),
      cls: await office.metric('web_vitals_cls_count{page="/"}'),
    });
    const before = await counts();
    const guest = await office.newGuest();
    await using opened = await visit(browser);
    const { page } = opened;
    await page.goto(withToken(guest));
    await page.getByRole('link', { name: 'Big Band 2', exact: true }).click();
    await page.getByRole('button', { name: 'Book 2 seats' }).click();
    await page.getByRole('heading', { name: '2 seats booked' }).waitFor();
    expect(await office.bookingsOf(guest)).toMatchObject([{ seats: 2 }]);
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('the curtain is stuck');
      });
    });
    await expect.poll(() => office.metric('faro_exceptions_total{page="/events/:id"}')).toBe(1);
    await page.goto('about:blank');
    const once = Object.fromEntries(Object.entries(before).map(([name, count]) => [name, count + 1]));
    await expect.poll(counts, { timeout: 20_000 }).toEqual(once);
    expect(await office.metric('web_vitals_inp_seconds_sum{page="/"}')).toBeGreaterThan(0);
    expect(await office.metric('web_vitals_lcp_seconds_count{page="other"}')).toBe(0);
  });

  // Second: what it asks for are the vitals and the error of that one visit.
  test.skipIf(lacks('docker', hasPrometheus))(
    'so they do, and an error that was thrown, in a real Prometheus that scrapes the gateway (docker)',
    async () => {
      await using prometheus = await startPrometheus(office.gateway.opsUrl);
      const ofVisit = ['lcp_seconds', 'inp_seconds', 'cls'].flatMap((vital) => [
        `web_vitals_${vital}_count{page="/"}`,
        `web_vitals_${vital}_sum{page="/"}`,
        `web_vitals_${vital}_bucket{le="+Inf",page="/"}`,
      ]);
      const series = [...ofVisit, 'faro_exceptions_total{page="/events/:id"}'];
      const scraped = () => Promise.all(series.map((one) => prometheus.value(one)));
      const told = await Promise.all(series.map((one) => office.metric(one)));
      expect(told.filter((value) => value === 1).length).toBeGreaterThanOrEqual(7);
      await expect.poll(scraped, { timeout: 20_000 }).toEqual(told);
      const median = 'histogram_quantile(0.5, sum by (le) (web_vitals_lcp_seconds_bucket{page="/"}))';
      expect(await prometheus.value(median)).toBeGreaterThan(0);
    },
  );

  test('a person books seats, sees them among the bookings, and cancels them', async () => {
    const guest = await office.newGuest();
    await using opened = await visit(browser);
    const { page, complaints } = opened;
    await page.goto(withToken(guest));
    await page.getByRole('link', { name: 'Big Band 1', exact: true }).click();
    await expect.poll(() => heading(page).textContent()).toBe('Big Band 1');
    await page.getByRole('radio', { name: '3 seats' }).check();
    await page.getByRole('button', { name: 'Book 3 seats' }).click();
    await page.getByRole('heading', { name: '3 seats booked' }).waitFor();
    expect(await office.bookingsOf(guest)).toMatchObject([{ seats: 3, status: 'active' }]);
    await page.getByRole('link', { name: 'See my bookings' }).click();
    await page.getByRole('button', { name: 'Cancel the booking for Big Band 1' }).click();
    await page.getByRole('button', { name: 'Yes, cancel' }).click();
    await page.getByText('3 seats cancelled.').waitFor();
    expect(await office.bookingsOf(guest)).toMatchObject([{ seats: 3, status: 'cancelled' }]);
    expect(complaints).toEqual([]);
  });

  test('the keyboard alone is enough to book, and the focus is where one goes on', async () => {
    const guest = await office.newGuest();
    await using opened = await visit(browser);
    const { page } = opened;
    await page.goto(withToken(guest));
    await page.getByRole('link', { name: 'Big Band 1', exact: true }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Big Band 1');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Big Band 1');
    await page.getByRole('radio', { name: '2 seats' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Book 3 seats');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('3 seats booked');
    expect(await office.bookingsOf(guest)).toMatchObject([{ seats: 3 }]);
  });

  test('somebody who has not told their name is asked for it once', async () => {
    const guest = await office.newGuest({ registered: false });
    await using opened = await visit(browser);
    const { page } = opened;
    await page.goto(withToken(guest, `/events/${roomy}`));
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('Age').fill('85');
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.getByRole('button', { name: 'Book 2 seats' }).click();
    await page.getByRole('heading', { name: '2 seats booked' }).waitFor();
    await page.getByRole('link', { name: 'Grace' }).waitFor();
    expect(await office.bookingsOf(guest)).toMatchObject([{ seats: 2 }]);
  });

  test('a token leaves the address at once, lasts as long as the tab, and can be pasted instead', async () => {
    const guest = await office.newGuest();
    await using opened = await visit(browser);
    const { page } = opened;
    await page.goto(withToken(guest, '/bookings?a=b'));
    await page.getByText('No tickets yet.').waitFor();
    expect(page.url()).toBe(`${office.url}/bookings?a=b`);
    await page.reload();
    await page.getByText('No tickets yet.').waitFor();
    await page.goto(`${office.url}/sign-in`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').fill('no token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This is no token of the platform').waitFor();
    await page.getByLabel('Token').fill(guest.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Signed in as Ada Byron.').waitFor();
    expect(await focused(page)).toBe('Your account');
  });

  test('a token that is not valid any more ends the session, and says so', async () => {
    await using opened = await visit(browser);
    const { page } = opened;
    const guest = await office.newGuest();
    const [head, payload] = guest.token.split('.');
    await page.goto(`${office.url}/sign-in#token=${head}.${payload}.${'A'.repeat(86)}`);
    await expectShown(page.getByText('You were signed out.'));
  });

  test('the list goes on part by part, and the focus with it', async () => {
    await using opened = await visit(browser);
    const { page } = opened;
    await page.goto(office.url);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => focused(page)).toBe('Big Band 13');
    expect(await page.getByRole('article').count()).toBeGreaterThan(12);
  });

  test('an error that the page throws is counted by page, and logged with its stack', async () => {
    const counted = 'faro_exceptions_total{page="/events/:id"}';
    const before = await office.metric(counted);
    await using opened = await visit(browser);
    const { page } = opened;
    await page.goto(`${office.url}/events/${roomy}`);
    await expect.poll(() => heading(page).textContent()).toBe('Symphony');
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('the stage is on fire');
      });
    });
    await expect.poll(() => office.metric(counted), { timeout: 20_000 }).toBe(before + 1);
    const line = await office.gateway.line(
      'error on the page',
      ({ message }) => message === 'the stage is on fire',
    );
    expect(line).toMatchObject({ page: '/events/:id', type: 'Error' });
    expect(line['stack']).not.toEqual([]);
  });

  test('a page that breaks while it is drawn says so, is reported, and the next one works', async () => {
    const counted = 'faro_exceptions_total{page="/events/:id"}';
    const before = await office.metric(counted);
    await using opened = await visit(browser);
    const { page } = opened;
    await page.route(`**/api/events/${roomy}`, (route) =>
      route.fulfill({ json: { id: roomy, name: 'Symphony' } }),
    );
    await page.goto(`${office.url}/events/${roomy}`);
    await page.getByRole('heading', { name: 'This page broke' }).waitFor();
    await expect.poll(() => office.metric(counted), { timeout: 20_000 }).toBe(before + 1);
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByRole('link', { name: 'Big Band 1', exact: true }).waitFor();
  });

  test('booking works while nobody takes what the page tells of itself', async () => {
    const guest = await office.newGuest();
    await using opened = await visit(browser);
    const { page } = opened;
    let refused = 0;
    await page.route('**/faro/**', (route) => {
      refused += 1;
      return route.abort('connectionrefused');
    });
    await page.goto(withToken(guest, `/events/${roomy}`));
    await page.getByRole('button', { name: 'Book 2 seats' }).click();
    await page.getByRole('heading', { name: '2 seats booked' }).waitFor();
    await until('the receiver to be missed', () => (refused > 0 ? true : undefined));
    expect(await office.bookingsOf(guest)).toMatchObject([{ seats: 2 }]);
  });

  test('nothing that leaves the browser for the receiver names a person, an event or a token', async () => {
    const guest = await office.newGuest();
    await using opened = await visit(browser);
    const { page } = opened;
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/faro/collect')) sent.push(request.postData() ?? '');
    });
    await page.goto(withToken(guest, `/events/${roomy}`));
    await page.getByRole('button', { name: 'Book 2 seats' }).click();
    await page.getByRole('link', { name: 'See my bookings' }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await until('something to be sent', () => (sent.join('').includes('/bookings') ? true : undefined));
    for (const personal of [guest.id, guest.token, roomy, 'Ada', 'HeadlessChrome'])
      expect(sent.join('\n')).not.toContain(personal);
  });
});
