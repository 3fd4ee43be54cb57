import { expect, test } from 'vitest';
import { emptyLedger } from '../../model/ledger.ts';
import type { Experiment } from '../../model/result.ts';
import { ceilingFigures } from './ceiling.ts';

const loadOn = (connections: number, ok: number, steady: boolean) => ({
  kind: 'load',
  load: { model: 'closed', connections },
  warmUpEnd: { steady, reason: '' },
  measured: { durationMs: 1000, ledger: { ...emptyLedger(), ok } },
});

const figuresOf = (...observations: object[]) =>
  ceilingFigures([{ kind: 'ceiling', name: 'ceiling', observations } as unknown as Experiment]);

test('the ceiling is the most that a steady load was answered, and those left out are named', () => {
  expect(figuresOf(loadOn(1, 400, true), loadOn(6, 900, true), loadOn(32, 2000, false))).toMatchObject([
    { title: 'ceiling, 6 connections', value: 900, note: 'left out, as never steady: 32 connections' },
  ]);
});

test('there is no ceiling where no load was steady', () => {
  expect(figuresOf(loadOn(1, 400, false))).toMatchObject([{ title: 'ceiling', value: null, n: 0 }]);
  expect(figuresOf()).toEqual([]);
});
