import { expect, test } from 'vitest';
import type { Observation } from '../model/observation.ts';
import { Problem } from '../model/problem.ts';
import { endingOf } from './ending.ts';

const going = new AbortController().signal;
const refused = new Problem('usage', 'there is no such image', { next: 'Build it.' });
const nothingYet = { observations: [] };
const measured = { observations: [{ kind: 'capacity', additions: [] } satisfies Observation] };

test('what was asked for wrongly ends a run as if it had never begun', () => {
  expect(endingOf(refused, going, [])).toBeUndefined();
  expect(endingOf(refused, going, [nothingYet])).toBeUndefined();
});

test('what was measured before it stays', () => {
  expect(endingOf(refused, going, [measured, nothingYet])).toEqual({
    state: 'failed',
    failure: { message: 'there is no such image', next: 'Build it.' },
  });
});

test('what nobody foresaw is a failure with its stack, whenever it comes', () => {
  expect(endingOf(new TypeError('not a function'), going, [])).toMatchObject({
    state: 'failed',
    failure: {
      message: 'unexpected TypeError: not a function',
      detail: expect.stringContaining('at ') as string,
    },
  });
});

test('whatever is thrown because of an interruption is none', () => {
  expect(endingOf(refused, AbortSignal.abort(), [measured])).toEqual({ state: 'aborted' });
});
