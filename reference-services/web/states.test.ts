import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, visit } from '../testing/browser.ts';
import { lacks } from '../testing/needs.ts';
import { type BoxOffice, type Guest, openBoxOffice } from './fixtures/box-office.ts';
import { expectShown, seriousIn, widerByPx } from './fixtures/page-checks.ts';

describe.skipIf(lacks('chromium', hasChromium))('the page in a real browser (chromium)', () => {
  let office: BoxOffice;
  let browser: Browser;
  let guest: Guest;
  let roomy: string;
  let small: string;

  beforeAll(async () => {
    [office, browser] = await Promise.all([openBoxOffice(), launchChromium()]);
    roomy = await office.addEvening('Symphony', 20_000);
    small = await office.addEvening('Late Show', 2);
    guest = await office.newGuest();
  });
  afterAll(async () => {
    await browser?.close();
    await office?.[Symbol.asyncDispose]();
  });

  const signedIn = (path: string) => `${office.url}${path}#token=${guest.token}`;
  const book = (page: Page) => page.getByRole('button', { name: /^Book / });
  const problem = (route: Route, status: number, slug: string, headers: Record<string, string> = {}) =>
    route.fulfill({
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
      body: JSON.stringify({
        type: `urn:rehearse:problem:${slug}`,
        title: slug,
        status,
        detail: `It is ${slug}.`,
      }),
    });

  test('says that there are no events', async () => {
    await using opened = await visit(browser);
    const { page } = opened;
    await page.route('**/api/events?*', (route) => route.fulfill({ json: { items: [], nextCursor: null } }));
    await page.goto(office.url);
    await expectShown(page.getByText('Nothing is on sale yet.'));
  });

  test('says that it is loading, until something comes', async () => {
    await using opened = await visit(browser);
    const { page } = opened;
    const held = Promise.withResolvers<void>();
    await page.route('**/api/events?*', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto(office.url);
    await page.getByText('Loading events').waitFor();
    held.resolve();
    await expectShown(page.getByRole('link', { name: 'Symphony' }));
  });

  test('says what failed, and tries again when asked to', async () => {
    await using opened = await visit(browser);
    const { page } = opened;
    await page.route('**/api/events?*', (route) => problem(route, 502, 'upstream-failed'), { times: 1 });
    await page.goto(office.url);
    await page.getByText('Something failed on our side (502).').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expectShown(page.getByRole('link', { name: 'Symphony' }));
  });

  test('waits as long as it is told to when there were too many requests, and then books once', async () => {
    const someone = await office.newGuest();
    await using opened = await visit(browser);
    const { page } = opened;
    const keys: (string | undefined)[] = [];
    await page.route('**/bookings', (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      return keys.length === 1
        ? problem(route, 429, 'too-many-requests', { 'retry-after': '2' })
        : route.continue();
    });
    await page.goto(`${office.url}/events/${roomy}#token=${someone.token}`);
    await book(page).click();
    await page.getByRole('button', { name: /^Try again in \d s$/ }).waitFor();
    await page.getByRole('button', { name: 'Try again', exact: true }).click();
    await page.getByRole('heading', { name: '2 seats booked' }).waitFor();
    expect(keys[1]).toBe(keys[0]);
    expect(await office.bookingsOf(someone)).toHaveLength(1);
  });

  test('an answer that never came is asked for again under the same key, and nothing is booked twice', async () => {
    const someone = await office.newGuest();
    await using opened = await visit(browser);
    const { page } = opened;
    await page.route(
      '**/bookings',
      async (route) => {
        await route.fetch();
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
    await page.goto(`${office.url}/events/${roomy}#token=${someone.token}`);
    await book(page).click();
    await page.getByText('The box office does not answer.').waitFor();
    await page.getByText('Whether it was booked is not known yet.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: '2 seats booked' }).waitFor();
    expect(await office.bookingsOf(someone)).toHaveLength(1);
  });

  test('says that it is offline, and goes on by itself when it is not any more', async () => {
    await using opened = await visit(browser);
    const { page } = opened;
    await page.goto(office.url);
    await page.getByRole('link', { name: 'Symphony' }).waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline. What you see may be out of date').waitFor();
    await page.getByRole('link', { name: 'Symphony' }).click();
    await page.getByText('The event cannot be shown').waitFor();
    await page.context().setOffline(false);
    await expectShown(page.getByRole('heading', { level: 1, name: 'Symphony' }));
  });

  test('an evening that sells out while one looks says so, and no seat is offered any more', async () => {
    const [first, second] = [await office.newGuest(), await office.newGuest()];
    await using one = await visit(browser);
    await using other = await visit(browser);
    await one.page.goto(`${office.url}/events/${small}#token=${first.token}`);
    await other.page.goto(`${office.url}/events/${small}#token=${second.token}`);
    await book(one.page).waitFor();
    await book(other.page).click();
    await other.page.getByRole('heading', { name: '2 seats booked' }).waitFor();
    await one.page.getByText('Every seat is taken.').waitFor();
    expect(await book(one.page).count()).toBe(0);
  });

  test('what somebody else took meanwhile is told with the reason of the service', async () => {
    await using opened = await visit(browser);
    const { page } = opened;
    await page.route('**/bookings', (route) => problem(route, 409, 'sold-out'));
    await page.goto(signedIn(`/events/${roomy}`));
    await book(page).click();
    await expectShown(page.getByText('It is sold-out.'));
    await expectShown(page.getByText('Nothing was booked', { exact: true }));
  });

  test('an event and a page that are not there say so', async () => {
    await using opened = await visit(browser);
    const { page } = opened;
    await page.goto(`${office.url}/events/018f0000-0000-7000-8000-000000000001`);
    await page.getByText('No event has the id').waitFor();
    await page.goto(office.url);
    await page.evaluate(() => {
      history.pushState(null, '', '/nowhere');
    });
    await expectShown(page.getByRole('heading', { name: 'There is no such page' }));
  });

  test('runs no script that was put into the document', async () => {
    await using opened = await visit(browser);
    const { page, complaints } = opened;
    await page.goto(office.url);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.append("document.title = 'taken over'");
      document.body.append(script);
    });
    expect(await page.title()).not.toBe('taken over');
    expect(complaints.join()).toMatch(/Content Security Policy|requires 'TrustedScript'/);
  });

  const screens = [
    ['a phone, light', { width: 360, height: 740 }, 'light'],
    ['a phone, dark', { width: 360, height: 740 }, 'dark'],
    ['a desk, light', { width: 1280, height: 900 }, 'light'],
    ['a desk, dark', { width: 1280, height: 900 }, 'dark'],
  ] as const;

  test.each(screens)(
    'on %s: nothing serious for those who do not see or point, and nothing cut off',
    async (...screen) => {
      const [, viewport, colorScheme] = screen;
      const someone = await office.newGuest();
      await using opened = await visit(browser, { viewport, colorScheme });
      const { page, complaints } = opened;
      const check = async (what: string) => {
        expect([what, await seriousIn(page)]).toEqual([what, []]);
        expect([what, await widerByPx(page)]).toEqual([what, 0]);
      };
      await page.goto(office.url);
      await page.getByRole('link', { name: 'Symphony' }).waitFor();
      await check('events');
      await page.goto(`${office.url}/events/${roomy}`);
      await page.getByRole('link', { name: 'Sign in to book' }).waitFor();
      await check('event, signed out');
      await page.goto(`${office.url}/sign-in`);
      await page.getByLabel('Token').waitFor();
      await check('sign-in');
      await page.goto(`${office.url}/events/${roomy}#token=${someone.token}`);
      await book(page).waitFor();
      await check('event, signed in');
      await book(page).click();
      await page.getByRole('heading', { name: '2 seats booked' }).waitFor();
      await check('event, booked');
      await page.goto(`${office.url}/bookings`);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await check('cancelling');
      await page.getByRole('button', { name: 'Keep them' }).click();
      await check('bookings');
      expect(complaints).toEqual([]);
    },
  );
});
