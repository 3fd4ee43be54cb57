import type { Scenario } from '../model/scenario.ts';
import { bookingJourney } from './booking-journey.ts';

/**
 * bookingLoop: the requests of a booking journey that need nothing of an earlier answer, one after the other without a
 * pause: list, look, book a seat. For closed loads, which seek a ceiling and know no journeys. The answers go to no
 * journal: what was sold is held against capacity and announcements, not against what clients were told.
 */
export function bookingLoop(data: Parameters<typeof bookingJourney>[0]): Scenario {
  const journey = bookingJourney(data);
  return {
    name: 'booking-loop',
    description: 'list events, look at one, book; again and again, without a pause',
    data: journey.data,
    variables: journey.variables,
    steps: journey.steps
      .filter(({ requires }) => requires === undefined)
      .map(({ name, method, path, headers, body, expectStatus, checks }) => ({
        name,
        method,
        path,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
        expectStatus,
        ...(checks === undefined ? {} : { checks }),
      })),
  };
}
