import { expect, test } from 'vitest';
import { emptyLedger } from '../../../load/model/ledger.ts';
import type { Experiment } from '../../../load/model/result.ts';
import { warmUpsTable, warmUpTable } from './warm-up-text.ts';

const load = (scheduled: number, changed: object) => ({
  kind: 'load',
  load: { model: 'open', ratePerSecond: 50 },
  startedAtMs: 1000,
  measuredFromMs: 4000,
  measured: { ledger: { ...emptyLedger(), scheduled } },
  ...changed,
});
const experimentOf = (...observations: object[]) =>
  ({ title: 'Rates', observations }) as unknown as Experiment;
const closed = { load: { model: 'closed', connections: 32 } };

test('every load is named with what ended its warm-up', () => {
  const experiment = experimentOf(
    load(10, { warmUpEnd: { steady: true, reason: 'it drifts little' } }),
    load(10, { ...closed, warmUpEnd: { steady: false, reason: 'it drifts' } }),
    load(0, { warmUpEnd: { steady: false, reason: 'it drifts' } }),
    load(10, {}),
  );
  expect(warmUpTable(experiment).rows).toEqual([
    ['50 journeys/s', '3 s', '✓ steady', 'it drifts little'],
    ['32 connections', '3 s', '✗ at its limit, not steady', 'it drifts'],
    ['50 journeys/s', '3 s', '✗ given up, not steady', 'it drifts'],
    ['50 journeys/s', '3 s', 'by the clock', '–'],
  ]);
  expect(warmUpsTable([experiment]).rows[0]?.[0]).toBe('Rates');
});

test('a load of a scale-out is named by its replicas, and one during which replicas were stopped is not there', () => {
  const step = { kind: 'scaling', replicas: 2, repetition: 1, fromMs: 4000 };
  expect(warmUpTable(experimentOf(load(10, closed), step)).rows[0]?.[0]).toBe('2 replicas, repetition 1');
  expect(warmUpTable(experimentOf(load(10, {}), { kind: 'shutdown' })).rows).toEqual([]);
});
