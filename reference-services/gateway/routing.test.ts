import { request } from 'undici';
import { expect, test } from 'vitest';
import { gatewayOver } from './fixtures/gateway.ts';
import { startUpstream } from './fixtures/upstream.ts';

async function twoServices() {
  const [events, bookings] = [await startUpstream(named('events')), await startUpstream(named('bookings'))];
  const gateway = await gatewayOver([{ ...events, service: 'events' }, bookings]);
  return { events, bookings, gateway };
}

function named(service: string): Parameters<typeof startUpstream>[0] {
  return (_request, response) => response.end(service);
}

test.each([
  ['events', 'GET', '/events?limit=2&cursor=a%2Fb'],
  ['events', 'POST', '/events'],
  ['events', 'GET', '/events/e1'],
  ['events', 'GET', '/events/e1/bookings/b1'],
  ['events', 'GET', '/locations'],
  ['events', 'GET', '/locations/l1'],
  ['bookings', 'POST', '/events/e1/bookings'],
  ['bookings', 'GET', '/bookings/b1'],
  ['bookings', 'DELETE', '/bookings/b1'],
  ['bookings', 'GET', '/bookings/b1/ticket'],
  ['bookings', 'POST', '/users'],
  ['bookings', 'GET', '/users/a%20b/bookings'],
] as const)('%s answers %s %s, without the prefix', async (service, method, path) => {
  const { gateway, ...services } = await twoServices();
  const { statusCode, body } = await request(`${gateway.url}/api${path}`, { method });
  expect([statusCode, await body.text()]).toEqual([200, service]);
  expect(services[service].received.map(({ method: seen, url }) => [seen, url])).toEqual([[method, path]]);
});

test.each(['/api', '/api/', '/api/keys', '/events', '/apis/events', '/assets', '/faro'])(
  '%s is no route, and nothing is sent anywhere',
  async (path) => {
    const { gateway, events, bookings } = await twoServices();
    const { statusCode, body } = await request(`${gateway.url}${path}`);
    expect(statusCode).toBe(404);
    expect(await body.json()).toMatchObject({ type: 'urn:rehearse:problem:no-such-route' });
    expect([...events.received, ...bookings.received]).toEqual([]);
  },
);

test('whatever is asked for, metrics carry the pattern of the route and no more', async () => {
  const { gateway } = await twoServices();
  for (const id of ['1', '2', '3']) {
    await (await request(`${gateway.url}/api/events/${id}`)).body.dump();
    await (await request(`${gateway.url}/api/users/${id}/x/y`)).body.dump();
  }
  const ok = 'http_response_status_code="200"';
  const server = `http_server_request_duration_seconds_count{http_request_method="GET",http_route=`;
  expect(await gateway.metric(`${server}"/api/events/:id",${ok}}`)).toBe(3);
  expect(await gateway.metric(`${server}"/api/users/*",${ok}}`)).toBe(3);
  const upstream = 'gateway_upstream_request_duration_seconds_count';
  expect(await gateway.metric(`${upstream}{service="events",${ok}}`)).toBe(3);
});

test('a body of any type, and of none, is passed on as it came', async () => {
  const upstream = await startUpstream((received, response) => received.pipe(response));
  const gateway = await gatewayOver([upstream]);
  for (const headers of [{ 'content-type': 'text/csv' }, { 'content-type': 'application/json' }, {}]) {
    const { body } = await request(`${gateway.url}/api/users`, { method: 'POST', body: '{half', headers });
    expect(await body.text()).toBe('{half');
  }
});
