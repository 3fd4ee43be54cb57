import { fail, sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter } from 'k6/metrics';
import type { Options } from 'k6/options';
import { numberSetting } from './env.ts';
import { platformOf, post, tokensGiven, type Platform } from './platform.ts';

// Everybody wants a seat for one event at once: 2,000 arrivals a second for 500 seats, exactly 500 sold.
//   k6 run load/k6/flash-sale.ts -e BASE_URL=… -e TOKENS_FILE=tokens.txt
// RATE (arrivals per second, 2000), SECONDS (3), SEATS (500), VUS (at most, 1000).
// The platform lets each subject through 50 times a second: 2,000 arrivals need some 50 tokens
// (`for i in $(seq 60); do npx rehearse token --subject visitor-$i; done > tokens.txt`).
const seats = numberSetting('SEATS', 500);
const vus = numberSetting('VUS', 1000);

export const options: Options = {
  scenarios: {
    sale: {
      executor: 'constant-arrival-rate',
      rate: numberSetting('RATE', 2000),
      timeUnit: '1s',
      duration: `${numberSetting('SECONDS', 3)}s`,
      preAllocatedVUs: Math.min(vus, 300),
      maxVUs: vus,
      gracefulStop: '30s',
    },
  },
  thresholds: { seats_sold: [`count==${seats}`], unexpected_answers: ['count==0'] },
};

const sold = new Counter('seats_sold');
const soldOut = new Counter('sold_out_answers');
const turnedAway = new Counter('turned_away');
const unexpected = new Counter('unexpected_answers');

interface Sale extends Platform {
  readonly eventId: string;
}

const tokens = tokensGiven();

export function setup(): Sale {
  const platform = platformOf(tokens);
  const eventId = newEvent(platform);
  untilOnSale(platform, eventId);
  console.log(`event ${eventId}: ${seats} seats`);
  return { ...platform, eventId };
}

export default function ({ baseUrl, users, eventId }: Sale): void {
  const { token } = users[exec.scenario.iterationInTest % users.length]!;
  const { status } = post(baseUrl, `/api/events/${eventId}/bookings`, { seats: 1 }, token);
  if (status === 201) sold.add(1);
  else if (status === 409) soldOut.add(1);
  else if (status === 429 || status === 503) turnedAway.add(1);
  else unexpected.add(1, { status: String(status) });
}

function newEvent({ baseUrl, users }: Platform): string {
  const { token } = users[0]!;
  const halls = [{ name: 'Hall', capacity: seats }];
  const place = {
    name: 'Sale',
    address: 'Street 1',
    country: 'Germany',
    openTime: '18:00',
    closeTime: '23:00',
    halls,
  };
  const location = post(baseUrl, '/api/locations', place, token);
  const headers = { authorization: `Bearer ${token}` };
  const known = http.get(`${baseUrl}/api/locations/${location.id}`, { headers });
  const event = post(
    baseUrl,
    '/api/events',
    {
      // Names of events are unique, and this is not the last sale.
      name: `Flash sale ${new Date().toISOString()}`,
      start: '2031-01-03T19:00:00.000Z',
      end: '2031-01-03T22:00:00.000Z',
      locationId: location.id,
      hallId: known.json('halls.0.id'),
      price: { amount: 2500, currency: 'EUR' },
    },
    token,
  );
  return event.id ?? fail(`POST ${baseUrl}/api/events answered ${event.status}`);
}

/** untilOnSale: bookings hears of an event a moment after it was made; a seat that is booked to see so is given back. */
function untilOnSale({ baseUrl, users }: Platform, eventId: string): void {
  const { token } = users[0]!;
  for (let tries = 0; tries < 100; tries += 1) {
    const { id } = post(baseUrl, `/api/events/${eventId}/bookings`, { seats: 1 }, token);
    if (id !== undefined) {
      http.del(`${baseUrl}/api/bookings/${id}`, null, { headers: { authorization: `Bearer ${token}` } });
      return;
    }
    sleep(0.1);
  }
  fail(`event ${eventId} is not on sale after 10 s`);
}
