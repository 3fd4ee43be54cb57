import { bookingJourney } from '../../scenarios/booking-journey.ts';
import { bookingLoop } from '../../scenarios/booking-loop.ts';
import type { Prepared, Subject } from '../subject.ts';
import { auditBookings, auditEvents, storedBookings } from './audit.ts';
import { buildBundles, runServiceCommand } from './commands.ts';
import { comparedBookings } from './compared-bookings.ts';
import { buildImages } from './images.ts';
import { pageVisits } from './page-visits.ts';
import { detailsShown, reconcile } from './reconcile.ts';
import { SettledAudits, type Audits } from './settled-audits.ts';
import { seedThrough, untilTrue, type Seeded, type SeededUser } from './seed.ts';
import { stopping } from './stopping.ts';
import { switchMetrics } from './switch-metrics.ts';
import { bookingPlatformSystem, databases, serviceEnv, services } from './system.ts';
import { privateKeyFile, readSigner, writeTokenKeys } from './tokens.ts';

/** settleDeadlineMs: how long messages may be under way before the account is read as it is. */
const settleDeadlineMs = 20_000;

/** bookingPlatform: the services that ship with rehearse: events, bookings and the gateway in front of them. */
export const bookingPlatform: Subject = {
  name: 'booking platform',
  scaled: 'bookings',
  services,
  databases,
  stopping,
  equip: writeTokenKeys,
  system: bookingPlatformSystem,
  measuring: { env: { METRICS: 'switchable' }, tell: switchMetrics },
  build: async (form, signal) => {
    if (form === 'process') await buildBundles();
    else await buildImages({ signal });
  },
  migrate: async (urls) => {
    for (const service of ['events', 'bookings'] as const) {
      await runServiceCommand(service, 'migrate', serviceEnv(service, urls));
    }
  },
  seed: async (entryUrl, { databases: urls, directory }) => {
    const seeded = await seedThrough(entryUrl, await readSigner(privateKeyFile(directory)));
    await untilTrue('bookings knows every seeded event', settleDeadlineMs, async () => {
      const { events } = await auditBookings(urls);
      return events >= seeded.events.length;
    });
    return prepared(seeded);
  },
  reconcile: async (urls, account) => {
    const audits = new SettledAudits(() => bothAudits(urls), settleDeadlineMs);
    const first = await audits.read();
    const compared = await comparedBookings(account, storedBookings(urls), detailsShown);
    const { bookings, events, settled } = await audits.unchanged(first, compared);
    return reconcile(compared, bookings, events, settled);
  },
};

async function bothAudits(urls: Parameters<Subject['reconcile']>[0]): Promise<Audits> {
  const bookings = await auditBookings(urls);
  return { bookings, events: await auditEvents(urls) };
}

function prepared(seeded: Seeded): Prepared {
  const [firstUser] = seeded.users;
  const roomy = seeded.events.filter(({ capacity }) => capacity > 1000);
  return {
    scenario: bookingJourney(seeded),
    loop: bookingLoop(seeded),
    pageVisits: pageVisits(seeded),
    firstAnswer: {
      path: `/users/${firstUser?.id}`,
      headers: headersOf(firstUser),
      holds: { id: firstUser?.id },
    },
    heldRequest: (index) => ({
      method: 'POST',
      path: `/events/${roomy[index % roomy.length]?.id}/bookings`,
      headers: headersOf(seeded.users[index % seeded.users.length]),
      body: JSON.stringify({ seats: 1 }),
    }),
    heldAnswer: (status, body) => {
      if (status !== 201) return undefined;
      return { told: 'booked', bookingId: (JSON.parse(body) as { id: string }).id };
    },
  };
}

/** headersOf: what goes to a replica directly says who sends it, as the gateway would. */
function headersOf(user: SeededUser | undefined): Record<string, string> {
  return { 'x-user-id': user?.id ?? '' };
}
