import { expect, test } from 'vitest';
import type { Stop } from '../../model/shutdown-observation.ts';
import { endedCounts, unaccounted } from './ended-counts.ts';

const none = { requests: 0, answered: 0, lost: 0, failures: {} };
const served = (count: number): Stop['lastLog'] => ({
  served: count,
  drainMs: 1,
  openRequests: 0,
  openConnections: 0,
});
const stop = (replica: string, lastLog: Stop['lastLog'], held: Stop['held'] = none): Stop =>
  ({ replica, lastLog, held }) as Stop;
const seen = (...answers: readonly [instance: string, answers: number][]) => ({
  instances: answers.map(([instance, count]) => ({
    instance,
    answers: count,
    firstAnswerAtMs: 0,
    lastAnswerAtMs: 1,
  })),
});

test('a replica has served what the load had of it, and what was held at it, right answers or not', () => {
  const held = { requests: 5, answered: 3, lost: 2, failures: { status: 1, reset: 1 } };
  const counts = endedCounts(
    { stops: [stop('a', served(104), held)], connections: null },
    seen(['a', 100], ['b', 7]),
  );
  expect(counts).toEqual([{ replica: 'a', served: 104, answers: 104 }]);
  expect(unaccounted(counts)).toBe(0);
});

test('what was answered on idle connections counts for the one replica that was stopped', () => {
  const requests = { sent: 10, answered: 9, announced: 9, lost: 1 };
  const connections = { opened: 20, closed: 20, reset: 0, requests };
  const counts = endedCounts({ stops: [stop('a', served(30))], connections }, seen(['a', 1]));
  expect(counts).toEqual([{ replica: 'a', served: 30, answers: 30 }]);
});

test('a request that only one side has counted is unaccounted, whichever side that is', () => {
  const stops = [stop('a', served(11)), stop('b', served(4)), stop('c', served(0))];
  const counts = endedCounts({ stops, connections: null }, seen(['a', 10], ['b', 6]));
  expect(unaccounted(counts)).toBe(3);
});

test('of a replica that was killed, of answers without names and of no load nothing can be told', () => {
  const killed = endedCounts({ stops: [stop('a', null)], connections: null }, seen(['a', 3]));
  expect(killed).toEqual([{ replica: 'a', served: null, answers: 3 }]);
  const nameless = endedCounts({ stops: [stop('a', served(3))], connections: null }, seen());
  const loadless = endedCounts({ stops: [stop('a', served(3))], connections: null }, undefined);
  for (const counts of [killed, nameless, loadless, []]) expect(unaccounted(counts)).toBeNull();
});
