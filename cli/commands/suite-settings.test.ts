import { expect, test } from 'vitest';
import { suites } from '../../load/suites/index.ts';
import { settingOptions, shownSettings, suiteSettings } from './suite-settings.ts';

const quick = suites.find(({ name }) => name === 'quick')!;

test('a setting that is not given has the default of the suite, and the help names it', () => {
  expect(suiteSettings({}, quick)).toEqual({});
  expect(shownSettings({ rate: 20 }, quick)).toMatchObject({ rate: 20, duration: '15s', replicas: '1,3' });
  expect(settingOptions.find(({ long }) => long === '--startups')?.description).toContain('quick 20');
});

test('a setting that a suite does not take is refused, with those that it takes', () => {
  const { startups: _, ...defaults } = quick.defaults;
  const narrow = { ...quick, name: 'narrow', defaults };
  expect(() => suiteSettings({ startups: 3 }, narrow)).toThrow(
    expect.objectContaining({
      kind: 'usage',
      message: 'the suite narrow does not take --startups.',
      next: 'It takes --rate, --duration, --warm-up, --replicas.',
    }),
  );
});

test('a setting that is there or not takes no value, and is shown either way', () => {
  const memory = suites.find(({ name }) => name === 'memory')!;
  expect(settingOptions.find(({ long }) => long === '--heap-snapshots')?.isBoolean()).toBe(true);
  expect(shownSettings({}, memory)).toMatchObject({ 'heap-snapshots': false, 'leak-limit': 20 });
  const given = suiteSettings({ heapSnapshots: true, leakLimit: 7 }, memory);
  expect(given).toEqual({ heapSnapshots: true, leakLimitBytesPerRequest: 7 });
  const { budgets, experiments } = memory.make(given);
  expect(budgets['memory.leak_slope']).toMatchObject({ comparison: '<', limit: 7 });
  expect(experiments).toMatchObject([{ heapSnapshots: true, leakLimitBytesPerRequest: 7 }]);
});

test('every suite has a name of its own, and so has every experiment in it', () => {
  expect(new Set(suites.map(({ name }) => name)).size).toBe(suites.length);
  for (const suite of suites) {
    const names = suite.make({}).experiments.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});
