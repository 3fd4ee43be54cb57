import { expect, test } from 'vitest';
import { Conformance, type Seen } from './conformance.ts';

const id = '01890000-0000-7000-8000-000000000000';
const found: Seen = {
  method: 'GET',
  url: `http://127.0.0.1/users/${id}`,
  status: 200,
  contentType: 'application/json; charset=utf-8',
  body: { id, first: 'Ada', last: 'Byron', age: 36 },
};
const missing: Seen = {
  ...found,
  status: 404,
  contentType: 'application/problem+json; charset=utf-8',
  body: { type: 'urn:rehearse:problem:user-not-found', title: 'x', status: 404 },
};
const check = (seen: Partial<Seen>) => () => new Conformance('bookings').check({ ...found, ...seen });

test('answers that the document has are fine, and so is what no operation describes', () => {
  expect(check({})).not.toThrow();
  expect(check(missing)).not.toThrow();
  expect(
    check({ method: 'DELETE', url: `http://127.0.0.1/bookings/${id}`, status: 204, contentType: null }),
  ).not.toThrow();
  expect(check({ url: 'http://127.0.0.1/nothing', status: 418 })).not.toThrow();
});

test.each([
  ['a status', { status: 418 }, 'answered 418, which its document does not have'],
  ['a media type', { contentType: 'text/html' }, 'as text/html'],
  ['a missing member', { body: { id, first: 'Ada', last: 'Byron' } }, "required property 'age'"],
  ['a member too many', { body: { ...(found.body as object), x: 1 } }, 'additional properties'],
  ['a format', { body: { ...(found.body as object), id: 'x' } }, '/id must match'],
  [
    'a type of problem',
    { ...missing, body: { ...(missing.body as object), type: 'urn:rehearse:problem:sold-out' } },
    '/type',
  ],
])('%s that the document does not have is found', (_name, seen, message) => {
  expect(check(seen)).toThrow(message);
});
