import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestPostgres, startPostgres } from '../../testing/postgres.ts';
import { instantOf, instantsAsText } from './instants.ts';

let postgres: TestPostgres;
beforeAll(async () => (postgres = await startPostgres()));
afterAll(() => postgres?.[Symbol.asyncDispose]());

const instants = [
  '2027-03-01T20:00:00Z',
  '2027-03-01T20:00:00.5Z',
  '2027-03-01T20:00:00.050Z',
  '2027-03-01T20:00:00.123456Z',
  '2027-03-01T20:00:00.0009Z',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
];

test.each(['UTC', 'Asia/Kathmandu', 'America/St_Johns'])(
  'an instant is read as a date would print it, whatever the time zone of the session (%s)',
  async (zone) => {
    const connectionString = await postgres.createDatabase(
      `instants_${zone.replaceAll(/\W/g, '_').toLowerCase()}`,
    );
    const client = new Client({ connectionString, types: instantsAsText, options: `-c TimeZone=${zone}` });
    await client.connect();
    const { rows } = await client.query<{ at: string }>('SELECT unnest($1::timestamptz[]) AS at', [instants]);
    const nothing = await client.query('SELECT NULL::timestamptz AS at, now()::date AS day, 1 AS number');
    await client.end();
    expect(rows.map(({ at }) => at)).toEqual(instants.map((at) => new Date(at).toISOString()));
    expect(nothing.rows).toEqual([{ at: null, day: expect.any(Date), number: 1 }]);
  },
);

test('an instant of a session in UTC needs no date', () => {
  expect(instantOf('2027-03-01 20:00:00.120+00')).toBe('2027-03-01T20:00:00.120Z');
});
