import { expect, test } from 'vitest';
import { formatDuration, parseDurationMs, parsePositiveDurationMs } from './duration.ts';
import { parseBytesPerRequest, parseRate, parseSeed, wholeNumber } from './number.ts';
import { parseReplicaSteps, parseServiceReplicas } from './replicas.ts';
import { awakeFor } from './shared.ts';

test.each([
  ['500ms', 500],
  ['10s', 10_000],
  ['1.5s', 1500],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['0s', 0],
])('the duration %s is %i ms', (text, durationMs) => {
  expect(parseDurationMs(text)).toBe(durationMs);
});

test.each(['abc', '', '10', '-5s', '10 s s', '1d', '25h', 'Infinitys', '1e3s'])(
  'the duration "%s" is refused',
  (text) => {
    expect(() => parseDurationMs(text)).toThrow(/^(Give a number with a unit|The longest)/);
  },
);

test('a duration that cannot be nothing is refused when it is', () => {
  expect(() => parsePositiveDurationMs('0s')).toThrow('more than 0');
});

test.each([500, 10_000, 120_000, 0])('%i ms is written the way it is read', (durationMs) => {
  expect(parseDurationMs(formatDuration(durationMs))).toBe(durationMs);
});

test.each(['-5', '0', 'abc', '', ' ', 'NaN', 'Infinity', '1000001'])('the rate "%s" is refused', (text) => {
  expect(() => parseRate(text)).toThrow('above 0');
});

test.each(['-5', '0', 'abc', '', ' ', '1048577'])('the growth "%s" is refused', (text) => {
  expect(() => parseBytesPerRequest(text)).toThrow('bytes per request above 0');
});

test('whole numbers keep to their range', () => {
  expect(wholeNumber(1, 5)('3')).toBe(3);
  for (const text of ['0', '6', '2.5', '-1', 'x', '1e1'])
    expect(() => wholeNumber(1, 5)(text)).toThrow('from 1 to 5');
  expect(parseSeed('4294967295')).toBe(4_294_967_295);
});

test('replica steps rise', () => {
  expect(parseReplicaSteps('1,3')).toEqual([1, 3]);
  expect(parseReplicaSteps('1,2,4')).toEqual([1, 2, 4]);
  for (const text of ['3', '3,1', '1,1', '0,2', '1,x', ''])
    expect(() => parseReplicaSteps(text)).toThrow(/^Give /);
});

test('replicas of several services add up', () => {
  expect(parseServiceReplicas('events=2', parseServiceReplicas('bookings=3', {}))).toEqual({
    bookings: 3,
    events: 2,
  });
  for (const text of ['bookings', 'bookings=', '=3', 'bookings=0', 'bookings=-1']) {
    expect(() => parseServiceReplicas(text, {})).toThrow(/^Give /);
  }
});

test('processors are left as they are where that is asked for', () => {
  using awake = awakeFor({ awake: 'off' });
  expect(awake).toMatchObject({ kept: false, text: 'may sleep: --awake is off' });
});

test('without being asked, they are kept awake, or a reason is told', () => {
  using awake = awakeFor({ awake: 'auto' });
  expect(awake.text).toMatch(awake.kept ? /^kept awake$/ : /^may sleep: .+/);
});
