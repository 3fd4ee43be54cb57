import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedPostgres } from '../backing/embedded-postgres.ts';
import { findK6 } from '../engines/k6/find-k6.ts';
import { lacksK6 } from '../engines/k6/k6-here.fixture.ts';
import { startRunClock } from '../model/clock.ts';
import { auditBookings } from '../subjects/booking-platform/audit.ts';
import { bookingPlatform } from '../subjects/booking-platform/booking-platform.ts';
import { privateKeyFile, readSigner } from '../subjects/booking-platform/tokens.ts';
import { processTarget } from '../targets/process.ts';
import { startReaper } from '../targets/reaper.ts';
import { oneOfEach, seededSystem, type SeededSystem } from './seeded-system.ts';

/** FLASH_SALE_RATE: arrivals a second, for machines on which 2,000 say more about k6 than about the services. */
const saleRate = process.env['FLASH_SALE_RATE'] ?? '2000';

describe.skipIf(lacksK6)('the k6 scripts on the real services (needs k6)', () => {
  const teardown = new AsyncDisposableStack();
  afterAll(() => teardown.disposeAsync());
  let system: SeededSystem;
  let tokensFile = '';

  beforeAll(async () => {
    const guard = await startReaper();
    teardown.defer(() => guard.close());
    const order = {
      guard,
      subject: bookingPlatform,
      target: processTarget,
      backing: embeddedPostgres(),
      progress: { begin: () => {}, tell: () => {}, end: () => {} },
      interrupted: new AbortController().signal,
    };
    const topology = { replicas: oneOfEach(bookingPlatform) };
    system = await seededSystem(order, startRunClock(), topology, teardown, teardown);
    const signer = await readSigner(privateKeyFile(system.equipment.directory));
    const tokens = await Promise.all(Array.from({ length: 60 }, (_, i) => signer.sign(`k6 ${i}`, 3_600_000)));
    tokensFile = join(system.equipment.directory, 'tokens.txt');
    writeFileSync(tokensFile, tokens.join('\n'));
  });

  const k6 = async (script: string, env: Record<string, string>): Promise<{ code: number; out: string }> => {
    const { path } = await findK6();
    const file = fileURLToPath(new URL(`../k6/${script}.ts`, import.meta.url));
    const given = { BASE_URL: system.target.entryUrl, TOKENS_FILE: tokensFile, ...env };
    const settings = Object.entries(given).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const child = spawn(path, ['run', '--no-usage-report', '--quiet', '--address=', ...settings, file]);
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += String(text)));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, out })));
  };

  test('a flash sale sells every seat, and not one more', async () => {
    const { code, out } = await k6('flash-sale', { RATE: saleRate });
    expect(out).toMatch(/seats_sold\s+✓ 'count==500' count=500/);
    expect(code).toBe(0);
    const eventId = /event ([\w-]+): 500 seats/.exec(out)?.[1];
    const { eventSeats, oversoldSeats } = await auditBookings(system.equipment.databases);
    expect(eventSeats.find((event) => event.eventId === eventId)).toEqual({
      eventId,
      capacity: 500,
      seatsLeft: 0,
      seatsBooked: 500,
    });
    expect(oversoldSeats).toBe(0);
    const again = await k6('flash-sale', { RATE: '50', SECONDS: '1', SEATS: '20', VUS: '50' });
    expect(again.out).toMatch(/seats_sold\s+✓ 'count==20' count=20/);
  });

  test.each([
    ['booking-journey', { RATE: '5', DURATION: '2s' }],
    ['soak', { RATE: '5', DURATION: '2s' }],
    ['spike', { RATE: '1', SPIKE_RATE: '20', CALM_SECONDS: '1', SPIKE_SECONDS: '1' }],
  ])('%s makes whole journeys, none of which fails', async (script, env) => {
    const { code, out } = await k6(script, env);
    expect(out).toMatch(/'rate<=0' rate=0\.00%/);
    // 99: slower than the budgets, which is for the machine to say.
    expect([0, 99]).toContain(code);
  });

  test('a stress ends with 99 as soon as a budget breaks', async () => {
    const { code, out } = await k6('stress', { P99_MS: '0.001', RATE: '5', DURATION: '60s' });
    expect(code).toBe(99);
    expect(out).toMatch(/'p\(99\)<=0\.001' p\(99\)=/);
  });

  test('without a token a script says how to get one', async () => {
    const { code, out } = await k6('booking-journey', { TOKENS_FILE: '' });
    expect(code).not.toBe(0);
    expect(out).toMatch(/give -e TOKEN=/);
  });
});
