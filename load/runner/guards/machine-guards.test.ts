import { expect, test } from 'vitest';
import type { MachineObservation, MachinePoint } from '../../model/machine-observation.ts';
import { blindSpots, machineDoubts } from './machine-guards.ts';

const measured = [{ fromMs: 1000, toMs: 5000 }];

function machine(point: Partial<MachinePoint>, more: Partial<MachineObservation> = {}): MachineObservation {
  const points = [0, 1000, 2000, 3000, 4000, 5000, 6000].map((atMs) => ({
    atMs,
    busyShare: 0.5,
    stealShare: 0,
    foreignCores: 0.1,
    ...point,
  }));
  return { kind: 'machine', cores: 2, points, clockJumps: [], blind: null, ...more };
}

const guardsOf = (seen: MachineObservation, stretches = measured) =>
  machineDoubts(seen, stretches).map(({ guard }) => guard);

test('a quiet machine raises no doubt', () => {
  expect(guardsOf(machine({}))).toEqual([]);
});

test('cores given to other guests are a doubt', () => {
  expect(guardsOf(machine({ stealShare: 0.08 }))).toEqual(['cpu-steal']);
});

test('a neighbour that hogs a core is a doubt', () => {
  expect(guardsOf(machine({ foreignCores: 0.9 }))).toEqual(['neighbour']);
});

test('a clock that was set during a measurement is a doubt, before or after it is none', () => {
  const at = (atMs: number) => machine({}, { clockJumps: [{ atMs, byMs: -3_600_000 }] });
  expect(guardsOf(at(2500))).toEqual(['clock-jump']);
  expect(machineDoubts(at(2500), measured)[0]?.message).toContain('set back by 3600.0 s');
  expect(guardsOf(at(500))).toEqual([]);
});

test('what happens where nothing is measured is no doubt', () => {
  expect(guardsOf(machine({ foreignCores: 2 }), [{ fromMs: 9000, toMs: 9900 }])).toEqual([]);
});

test('a guard that cannot see says so, and accuses nobody', () => {
  const blind = machine({ foreignCores: 2 }, { blind: 'it has no eyes' });
  expect(guardsOf(blind)).toEqual([]);
  expect(blindSpots(blind)[0]?.message).toContain('it has no eyes');
  expect(blindSpots(machine({}))).toEqual([]);
});

test('so does the guard against stolen time where that is not told, and the others go on', () => {
  const untold = machine({ stealShare: 0.08, foreignCores: 0.9 }, { stealBlind: 'nobody tells' });
  expect(guardsOf(untold)).toEqual(['neighbour']);
  expect(blindSpots(untold).map(({ code, message }) => [code, message])).toEqual([
    ['guard-blind', 'whether other guests of the host had the cores cannot be seen here: nobody tells.'],
  ]);
});
