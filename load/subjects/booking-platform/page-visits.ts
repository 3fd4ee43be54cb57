import type { PageVisit } from '../../model/page-visit.ts';
import type { Seeded } from './seed.ts';

/** firstPart: how many events the web page lists at once; they come by id. */
const firstPart = 12;

/** pageVisits: each user looks at the list, chooses an event that does not sell out, and books two seats. */
export function pageVisits({ events, users }: Seeded): PageVisit[] {
  const listed = events.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, firstPart);
  const roomy = listed.filter(({ capacity }) => capacity > 1000);
  if (roomy.length === 0) return [];
  return users.map(({ token }, index) => ({
    path: `/#token=${token}`,
    link: roomy[index % roomy.length]!.name,
    button: 'Book 2 seats',
    confirmation: '2 seats booked',
    acknowledgedBy: '/bookings',
  }));
}
