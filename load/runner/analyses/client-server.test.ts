import { expect, test } from 'vitest';
import { emptyLedger } from '../../model/ledger.ts';
import type { Experiment } from '../../model/result.ts';
import { clientServerAnalysis } from './client-server.ts';

const durations = [
  { upperMs: 1, count: 60 },
  { upperMs: 5, count: 100 },
  { upperMs: null, count: 100 },
];

function replica(service: string, requests: number | null, entry = false) {
  return { service, replica: `${service}-1`, entry, requests, durations };
}

function load(ok: number, answers: Record<string, number>, failures: Partial<Record<string, number>> = {}) {
  const failed = Object.values(failures).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const measured = { ...emptyLedger(), ok, failed, failures: { ...emptyLedger().failures, ...failures } };
  return {
    kind: 'load',
    measured: { responseTimeMs: { p50: 1.4, p99: 6 }, ledger: measured },
    warmUp: emptyLedger(),
    measuredFromMs: 4000,
    instances: Object.entries(answers).map(([instance, count]) => ({ instance, answers: count })),
  };
}

const analyse = (replicas: object[], seen: object, measuredFromMs = 4000) =>
  clientServerAnalysis({
    kind: 'steady-load',
    name: 'steady-load',
    observations: [{ kind: 'server', measuredFromMs, replicas }, seen],
  } as unknown as Experiment)!;

test('a load that both sides count alike leaves nothing unaccounted', () => {
  const replicas = [replica('gateway', 100, true), replica('events', 70), replica('bookings', 30)];
  const analysis = analyse(replicas, load(100, { 'events-1': 70, 'bookings-1': 30 }));
  expect(analysis.unaccounted).toBe(0);
  expect(analysis.rows[0]).toMatchObject({ requests: 100, answers: 100, p50Ms: { low: 0, high: 1 } });
  expect(analysis.gapP50Ms?.low).toBeCloseTo(0.4);
  expect(analysis.gapP99Ms).toEqual({ low: 1, high: 5 });
});

test('the services are asked when a load has told that it is warm, which is a moment later', () => {
  const late = analyse([replica('gateway', 100, true)], load(100, {}), 4350);
  expect(late.serverLateMs).toBe(350);
});

test('a request that a replica counted and no client got is named, and so is the other way round', () => {
  const replicas = [replica('gateway', 101, true), replica('events', 70), replica('bookings', 29)];
  expect(analyse(replicas, load(100, { 'events-1': 70, 'bookings-1': 30 })).unaccounted).toBe(2);
});

test('what cannot be told is not made up', () => {
  const lost = analyse([replica('gateway', 100, true)], load(99, {}, { reset: 1 }));
  expect(lost.unaccounted).toBeNull();
  const silent = analyse([replica('gateway', null, true)], load(100, {}));
  expect(silent.unaccounted).toBeNull();
});

test('an answer with the wrong status or body was answered, and both sides have it', () => {
  const replicas = [replica('gateway', 100, true)];
  expect(analyse(replicas, load(98, {}, { status: 1, body: 1 })).unaccounted).toBe(0);
});
