import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdAnswersTo, send, sendText } from '../testing/http.ts';
import { type Platform, startPlatform } from '../testing/platform.ts';
import { type RunningService, startReady } from '../testing/service.ts';

const unknownId = '01890000-0000-7000-8000-000000000000';
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let platform: Platform;
let service: RunningService;
let locationId: string;
let hallId: string;

const newLocation = {
  name: 'Philharmonie',
  address: 'Herbert-von-Karajan-Straße 1',
  country: 'Germany',
  openTime: '10:00',
  closeTime: '02:30',
  halls: [{ name: 'Großer Saal', capacity: 2250 }],
};
let serial = 0;
const newEvent = () => ({
  name: `Opening night ${(serial += 1)}`,
  start: '2028-02-29T20:00:00Z',
  end: '2028-02-29T23:30:00+01:00',
  locationId,
  hallId,
  price: { amount: 4550, currency: 'EUR' },
});

holdAnswersTo('events');
beforeAll(async () => {
  platform = await startPlatform();
  service = await startReady('events/main.ts', platform.events);
  const { body } = await send('POST', `${service.url}/locations`, newLocation);
  locationId = String(body['id']);
  hallId = (body as unknown as { halls: { id: string }[] }).halls[0]!.id;
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await platform?.[Symbol.asyncDispose]();
});

test('a location is created with an id of its own and one for each hall, and is found where Location says', async () => {
  const { status, headers, body } = await send('POST', `${service.url}/locations`, newLocation);
  expect(status).toBe(201);
  expect(body).toEqual({
    ...newLocation,
    id: expect.stringMatching(uuidV7) as string,
    halls: [{ ...newLocation.halls[0], id: expect.stringMatching(uuidV7) as string }],
  });
  expect(headers.get('location')).toBe(`/locations/${String(body['id'])}`);
  expect((await send('GET', service.url + headers.get('location'))).body).toEqual(body);
});

test('an event is created with all seats of its hall left and its times in UTC', async () => {
  const wish = newEvent();
  const { status, headers, body } = await send('POST', `${service.url}/events`, wish);
  expect(status).toBe(201);
  expect(body).toEqual({
    ...wish,
    id: expect.stringMatching(uuidV7) as string,
    start: '2028-02-29T20:00:00.000Z',
    end: '2028-02-29T22:30:00.000Z',
    seatsLeft: 2250,
  });
  expect((await send('GET', service.url + headers.get('location'))).body).toEqual(body);
});

const addEvent = (more: object = {}) => send('POST', `${service.url}/events`, { ...newEvent(), ...more });

/** Asks for every page of a list, with `between` after each, and gives the ids in their order. */
async function pageThrough(path: string, between: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await send('GET', `${service.url}${path}?limit=3${cursor && `&cursor=${cursor}`}`);
    const page = body as unknown as { items: { id: string }[]; nextCursor: string | null };
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    if (cursor !== null) await between();
  }
  return seen;
}

test('the list of events gives every one exactly once, page by page', async () => {
  const added: unknown[] = [];
  for (let n = 0; n < 7; n += 1) added.push((await addEvent()).body['id']);
  const seen = await pageThrough('/events', async () => undefined);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.slice(-7)).toEqual(added);
});

test.each([
  ['/events', () => addEvent()],
  ['/locations', () => send('POST', `${service.url}/locations`, newLocation)],
])(
  'what is added to %s while it is paged through makes nothing be skipped or repeated',
  async (path, add) => {
    for (let n = 0; n < 10; n += 1) await add();
    const before = await pageThrough(path, async () => undefined);
    let left = 12;
    const during: string[] = [];
    const seen = await pageThrough(path, async () => {
      if ((left -= 1) >= 0) during.push(String((await add()).body['id']));
    });
    expect(seen).toEqual([...before, ...during]);
  },
);

test('of many that create an event with the same name at once, one does; the others are told so', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => addEvent({ name: 'Only once' })));
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused).toHaveLength(19);
  for (const { status, body } of refused) {
    expect(body).toMatchObject({ type: 'urn:rehearse:problem:event-name-taken', status: 409 });
    expect(status).toBe(409);
  }
  const { body } = await send('GET', `${service.url}/events?name=Only%20once`);
  expect(body['items']).toHaveLength(1);
});

test('events are found by their exact name', async () => {
  await send('POST', `${service.url}/events`, { ...newEvent(), name: "It's 100% “live” & loud?" });
  const named = (name: string) => send('GET', `${service.url}/events?name=${encodeURIComponent(name)}`);
  expect((await named("It's 100% “live” & loud?")).body['items']).toHaveLength(1);
  expect((await named("It's 100%")).body).toEqual({ items: [], nextCursor: null });
});

describe('an unusable request is refused with a problem that says what is wrong', () => {
  const event = (wrong: object) => () => send('POST', `${service.url}/events`, { ...newEvent(), ...wrong });
  const location = (wrong: object) => () =>
    send('POST', `${service.url}/locations`, { ...newLocation, ...wrong });
  const get = (path: string) => () => send('GET', service.url + path);

  test.each([
    ['a date that does not exist', event({ start: '2027-02-29T20:00:00Z' }), 400, 'body.start'],
    ['a month 13', event({ start: '2027-13-01T20:00:00Z' }), 400, 'body.start'],
    ['a time without an offset', event({ start: '2027-03-01T20:00:00' }), 400, 'body.start'],
    ['a year before 1970', event({ start: '0000-01-01T00:00:00Z' }), 400, 'body.start'],
    ['an end before the start', event({ end: '2028-02-29T19:00:00Z' }), 400, 'body.end'],
    ['NUL in a text', event({ name: 'a\0b' }), 400, 'body.name'],
    ['half a surrogate pair', event({ name: '\ud800' }), 400, 'body.name'],
    ['a blank name', event({ name: ' ' }), 400, 'body.name'],
    ['a name too long', event({ name: 'a'.repeat(201) }), 400, 'body.name'],
    ['a fraction of a cent', event({ price: { amount: 4.5, currency: 'EUR' } }), 400, 'body.price.amount'],
    ['a price below zero', event({ price: { amount: -1, currency: 'EUR' } }), 400, 'body.price.amount'],
    [
      'a price beyond all numbers',
      event({ price: { amount: 1e13, currency: 'EUR' } }),
      400,
      'body.price.amount',
    ],
    ['no currency', event({ price: { amount: 1, currency: 'ZZZ' } }), 400, 'body.price.currency'],
    ['an id that is none', event({ locationId: '1' }), 400, 'body.locationId'],
    ['a null', event({ name: null }), 400, 'body.name'],
    ['an unknown field', event({ seatsLeft: 7 }), 400, 'body'],
    ['no halls', location({ halls: [] }), 400, 'body.halls'],
    ['a hall without room', location({ halls: [{ name: 'x', capacity: 0 }] }), 400, 'body.halls.0.capacity'],
    ['a time of day that is none', location({ openTime: '24:00' }), 400, 'body.openTime'],
    ['a page size of -1', get('/events?limit=-1'), 400, 'query.limit'],
    ['a page size of 0', get('/events?limit=0'), 400, 'query.limit'],
    ['a page size of 101', get('/locations?limit=101'), 400, 'query.limit'],
    ['a page size of 1e9', get('/events?limit=1e9'), 400, 'query.limit'],
    ['two page sizes', get('/events?limit=1&limit=2'), 400, 'query.limit'],
    ['a cursor that is none', get("/events?cursor=';--"), 400, 'query.cursor'],
    ['an unknown parameter', get('/events?sort=name'), 400, 'query'],
    ['NUL in a name to look for', get('/events?name=%00'), 400, 'query.name'],
    ['an id in the path that is none', get('/events/1'), 400, 'params.id'],
  ])('%s', async (_name, ask, status, path) => {
    const { status: answered, body } = await ask();
    expect(body).toMatchObject({ type: 'urn:rehearse:problem:invalid-request', status });
    expect(body['errors']).toEqual([{ path, message: expect.any(String) as string }]);
    expect(answered).toBe(status);
  });

  test.each([
    ['an unknown location', event({ locationId: unknownId }), 422, 'unknown-location'],
    ['an unknown hall', event({ hallId: unknownId }), 422, 'unknown-hall'],
    ['an unknown event', get(`/events/${unknownId}`), 404, 'event-not-found'],
    ['an unknown location in the path', get(`/locations/${unknownId}`), 404, 'location-not-found'],
  ])('%s', async (_name, ask, status, slug) => {
    const { status: answered, body } = await ask();
    expect(body).toMatchObject({ type: `urn:rehearse:problem:${slug}`, status });
    expect(answered).toBe(status);
  });
});

test('an id is found whatever its case', async () => {
  const { body } = await send('GET', `${service.url}/locations/${locationId.toUpperCase()}`);
  expect(body['id']).toBe(locationId);
});

test('a number too big for JSON is refused', async () => {
  const body = `{"name":"x","halls":[{"name":"x","capacity":1e400}]}`;
  const { status } = await sendText('POST', `${service.url}/locations`, body, {
    'content-type': 'application/json',
  });
  expect(status).toBe(400);
});
