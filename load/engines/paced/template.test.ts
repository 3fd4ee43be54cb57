import { expect, test } from 'vitest';
import { textTemplate, valueTemplate, variablesIn, type Variables } from './template.ts';

const variables: Variables = {
  event: { id: 'a/b', seats: { left: 3 } },
  user: 'ü',
  count: 4,
  list: ['x', 'y'],
};

test.each([
  ['plain', 'plain'],
  ['/events/{event.id}', '/events/a/b'],
  ['{user}-{count}', 'ü-4'],
  ['{event.seats.left} left', '3 left'],
  ['{list.1}', 'y'],
  ['{event}', '{"id":"a/b","seats":{"left":3}}'],
  ['{"json": true}', '{"json": true}'],
  ['{} {1} { user }', '{} {1} { user }'],
  ['{unknown}|{event.unknown}', '|'],
])('the text %s becomes %s', (text, rendered) => {
  expect(textTemplate(text)(variables)).toBe(rendered);
});

test('values are encoded where they stand, literals are not', () => {
  expect(textTemplate('/e/{event.id}?u={user}', encodeURIComponent)(variables)).toBe('/e/a%2Fb?u=%C3%BC');
});

test('a string that is exactly one variable becomes the variable itself, anywhere in a value', () => {
  const body = { seats: '{count}', text: 'for {count}', nested: [{ event: '{event}' }, null, 7, true] };
  expect(valueTemplate(body)(variables)).toEqual({
    seats: 4,
    text: 'for 4',
    nested: [{ event: { id: 'a/b', seats: { left: 3 } } }, null, 7, true],
  });
});

test('a value without templates stays the same object, so that it can be written once and kept', () => {
  const body = { seats: 2, list: ['a'] };
  expect(valueTemplate(body)(variables)).toBe(body);
});

test('names of variables are found wherever they are used, without their fields', () => {
  expect(variablesIn(['/{event.id}', { a: ['{user}', '{count}{user}'] }, null, 3])).toEqual([
    'event',
    'user',
    'count',
    'user',
  ]);
});

test('prototypes are not data', () => {
  expect(textTemplate('{event.constructor}{list.length}{event.__proto__}')(variables)).toBe('');
});
