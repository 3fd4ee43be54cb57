import { describe, expect, test } from 'vitest';
import type { Check } from '../../model/scenario.ts';
import { answerCheck, pointerReader } from './answer-check.ts';
import type { Json, Variables } from './template.ts';

const answer = { id: 'b1', seats: 3, items: [{ name: 'x' }], gone: null, 'a/b': { '~': 1 }, '': 'empty' };

function verdict(
  checks: Check[],
  body: Json | string = answer,
  variables: Variables = {},
): string | undefined {
  return answerCheck({ checks })?.(typeof body === 'string' ? body : JSON.stringify(body), variables);
}

test.each<[string, Json | undefined]>([
  ['', answer],
  ['/id', 'b1'],
  ['/items/0/name', 'x'],
  ['/a~1b/~0', 1],
  ['/', 'empty'],
  ['/items/1', undefined],
  ['/items/length', undefined],
  ['/id/0', undefined],
  ['/toString', undefined],
])('the pointer "%s" reads %j', (pointer, value) => {
  expect(pointerReader(pointer)(answer)).toEqual(value);
});

describe('a check', () => {
  test('that holds says nothing', () => {
    expect(
      verdict([
        { pointer: '/seats', equals: 3 },
        { pointer: '/gone', equals: null },
        { pointer: '/items', type: 'array' },
        { pointer: '', type: 'object' },
      ]),
    ).toBeUndefined();
  });

  test('compares with a variable of the journey, number or text', () => {
    expect(verdict([{ pointer: '/seats', equals: '{wanted}' }], answer, { wanted: 3 })).toBeUndefined();
    expect(verdict([{ pointer: '/seats', equals: '{wanted}' }], answer, { wanted: '3' })).toBe(
      '/seats is 3, not "3"',
    );
  });

  test.each<[string, Check, string]>([
    ['wrong value', { pointer: '/id', equals: 'b2' }, '/id is "b1", not "b2"'],
    ['absent value', { pointer: '/nope', equals: 1 }, '/nope is absent, not 1'],
    ['wrong type', { pointer: '/gone', type: 'string' }, '/gone is null, not string'],
    ['absent type', { pointer: '/nope', type: 'array' }, '/nope is absent, not array'],
    ['wrong root', { pointer: '', type: 'array' }, 'the root is object, not array'],
  ])('that does not hold says why: %s', (_name, check, said) => {
    expect(verdict([check])).toBe(said);
  });

  test.each(['', 'oops', '{"cut":'])('fails a body that is not JSON: %j', (body) => {
    expect(verdict([{ pointer: '/id', type: 'string' }], body)).toMatch(/^body is not JSON/);
  });
});

test('captures go into the variables, and what is not there fails', () => {
  const variables: Variables = {};
  const check = answerCheck({ capture: { bookingId: '/id', first: '/items/0' } });
  expect(check?.(JSON.stringify(answer), variables)).toBeUndefined();
  expect(variables).toEqual({ bookingId: 'b1', first: { name: 'x' } });
  expect(check?.('{}', {})).toBe('nothing to capture at /id for bookingId');
});

test('a step without checks and captures does not look at bodies', () => {
  expect(answerCheck({})).toBeUndefined();
  expect(answerCheck({ checks: [], capture: {} })).toBeUndefined();
});
