import { expect, test } from 'vitest';
import { interpolate, timeValues } from './interpolate.ts';

test('values stand in place of $name and ${name}, with or without a format', () => {
  expect(interpolate('up{job=~"$job"} offset ${shift}s ${job:regex}', { job: '.+', shift: '-5' })).toBe(
    'up{job=~".+"} offset -5s .+',
  );
});

test('a name that is no variable of the dashboard is an error, not an empty text', () => {
  expect(() => interpolate('up{job=~"$jobs"}', { job: '.+' })).toThrow('$jobs');
});

test('the rate interval holds four scrapes', () => {
  expect(interpolate('rate(a[$__rate_interval])', timeValues(900, 5))).toBe('rate(a[20s])');
});
