import { expect, test } from 'vitest';
import { endedAgoMs, exitFromStatus } from './container-exit.ts';

test.each([
  [0, { exitCode: 0, signal: null }],
  [7, { exitCode: 7, signal: null }],
  [137, { exitCode: null, signal: 'SIGKILL' }],
  [143, { exitCode: null, signal: 'SIGTERM' }],
  [255, { exitCode: 255, signal: null }],
])('the status %i of a container is told as an exit or a signal', (status, exit) => {
  expect(exitFromStatus(status)).toEqual(exit);
});

test('a container ended when its engine says so, unless the engine has another clock', () => {
  const now = Date.parse('2026-11-21T10:00:00.500Z');
  expect(endedAgoMs('2026-11-21T10:00:00.480123456Z', now)).toBe(20);
  expect(endedAgoMs('2026-11-21T10:00:01Z', now)).toBe(0);
  expect(endedAgoMs('2026-11-21T09:00:00Z', now)).toBe(0);
  expect(endedAgoMs('never', now)).toBe(0);
});
