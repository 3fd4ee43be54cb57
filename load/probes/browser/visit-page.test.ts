import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../../model/clock.ts';
import { lacks } from '../../model/needs.fixture.ts';
import type { PageVisit } from '../../model/page-visit.ts';
import { chromiumOnPath, launchChromium } from '../../../browser/chromium.ts';
import { visitPage } from './visit-page.ts';

const visit: PageVisit = {
  path: '/#token=planted-secret',
  link: 'Big Band',
  button: 'Book 2 seats',
  confirmation: '2 seats booked',
  acknowledgedBy: '/bookings',
};

const page = `<!doctype html><title>t</title><h1>What's on</h1><a href="/event">Big Band</a><main></main><script>
  const main = document.querySelector('main');
  document.querySelector('a').onclick = (event) => {
    event.preventDefault();
    main.innerHTML = '<button>Book 2 seats</button>';
    main.firstChild.onclick = async () => {
      await (await fetch('/api/events/1/bookings', { method: 'POST' })).json();
      main.innerHTML = '<h2>2 seats booked</h2>';
    };
  };
</script>`;

const file = chromiumOnPath();

describe.skipIf(lacks('chromium', file !== undefined))('a visit of a page (chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(file!);
  });
  afterAll(() => browser?.close());

  /** serve answers the page after a while, and a booking as told. */
  async function serve(pageAfterMs: number, book: (response: ServerResponse) => unknown): Promise<string> {
    const server = createServer((request, response) => {
      if (request.method === 'POST') return void book(response);
      setTimeout(() => response.setHeader('content-type', 'text/html').end(page), pageAfterMs);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('waits as long for its first byte and its confirmation as the server takes, and hears what was booked', async () => {
    const url = await serve(80, async (response) => {
      await delay(120);
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"b-1"}');
    });
    const { seen, booked } = await visitPage(browser, url, visit, startRunClock());
    expect(seen.failure).toBeNull();
    expect(booked).toEqual(['b-1']);
    const { ttfb, fcp, lcp, inp, cls, confirmation } = seen.values;
    expect(ttfb).toBeGreaterThanOrEqual(79);
    expect(fcp).toBeGreaterThanOrEqual(ttfb!);
    expect(lcp).toBeGreaterThanOrEqual(fcp!);
    expect(inp).toBeGreaterThan(0);
    expect(cls).toBeGreaterThanOrEqual(0);
    expect(confirmation).toBeGreaterThanOrEqual(119);
    expect(seen.tookMs).toBeGreaterThan(confirmation! + ttfb!);
  });

  test('is given up after its limit, and what was acknowledged to it until then is known', async () => {
    const url = await serve(0, (response) => {
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"b-2"}');
    });
    const unconfirmed = { ...visit, confirmation: 'never shown' };
    const { seen, booked } = await visitPage(browser, url, unconfirmed, startRunClock(), 2500);
    expect(seen.failure).toBe('not over within 2500 ms');
    expect(seen.values.lcp).toBeNull();
    expect(booked).toEqual(['b-2']);
  });

  test('that nobody answers says why, and not who asked', async () => {
    const { seen, booked } = await visitPage(browser, 'http://127.0.0.1:9', visit, startRunClock());
    expect(seen.failure).toMatch(/ERR_/);
    expect(seen.failure).not.toContain('planted-secret');
    expect(booked).toEqual([]);
  });
});
