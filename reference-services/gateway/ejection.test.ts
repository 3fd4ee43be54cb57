import { expect, test } from 'vitest';
import { type CallOutcome, Ejection, type EjectionReason, mostEjected } from './ejection.ts';

interface Situation {
  readonly mayEject?: boolean;
  readonly consecutiveFailures?: number;
}

/** An ejection on a clock of the test's own, with everything that it told. */
function ejectionFor({ mayEject = true, consecutiveFailures = 3 }: Situation = {}) {
  const clock = { nowMs: 0 };
  const told: (string | number)[][] = [];
  const ejection = new Ejection({
    consecutiveFailures,
    baseMs: 100,
    maxMs: 350,
    nowMs: () => clock.nowMs,
    mayEject: () => mayEject,
    onEjected: (reason, durationMs) => told.push(['ejected', reason, durationMs]),
    onKept: (reason) => told.push(['kept', reason]),
    onReturned: () => told.push(['returned']),
  });
  const call = (outcome: CallOutcome) => {
    const one = {};
    ejection.begin(one);
    ejection.end(one, outcome);
  };
  const calls = (...outcomes: CallOutcome[]) => outcomes.forEach(call);
  const pass = (ms: number) => (clock.nowMs += ms);
  return { ejection, told, calls, pass };
}

test.each<EjectionReason>(['status', 'connect', 'reset', 'protocol', 'timeout', 'truncated'])(
  'a replica that fails by %s too often in a row is ejected',
  (reason) => {
    const { ejection, told, calls } = ejectionFor();
    calls(reason, reason);
    expect(ejection.ejected).toBe(false);
    calls(reason);
    expect([ejection.ejected, ejection.due]).toEqual([true, false]);
    expect(told).toEqual([['ejected', reason, 100]]);
  },
);

test('a good call in between begins the count anew, an undecided one does not', () => {
  const { ejection, calls } = ejectionFor();
  calls('reset', 'reset', 'good', 'reset', 'reset');
  expect(ejection.ejected).toBe(false);
  calls('undecided', 'reset');
  expect(ejection.ejected).toBe(true);
});

test('after its time one call is the trial, and no second one meanwhile', () => {
  const { ejection, calls, pass } = ejectionFor();
  calls('reset', 'reset', 'reset');
  pass(99);
  expect(ejection.due).toBe(false);
  pass(1);
  expect(ejection.due).toBe(true);
  ejection.begin({});
  expect(ejection.due).toBe(false);
});

test('a good trial brings it back, with a clean record', () => {
  const { ejection, told, calls, pass } = ejectionFor();
  calls('reset', 'reset', 'reset');
  pass(100);
  calls('good');
  expect([ejection.ejected, told.at(-1)]).toEqual([false, ['returned']]);
  calls('reset', 'reset');
  expect(ejection.ejected).toBe(false);
});

test('each trial that fails doubles the time, up to the longest', () => {
  const { told, calls, pass } = ejectionFor();
  calls('reset', 'reset', 'reset');
  for (const ms of [100, 200, 350, 350]) {
    pass(ms);
    calls('timeout');
  }
  expect(told.map(([, , durationMs]) => durationMs)).toEqual([100, 200, 350, 350, 350]);
});

test('ejected again soon after its return it is out for longer, and after a while as at first', () => {
  const { told, calls, pass } = ejectionFor({ consecutiveFailures: 1 });
  calls('reset');
  pass(100);
  calls('good', 'reset');
  expect(told.at(-1)).toEqual(['ejected', 'reset', 200]);
  pass(200);
  calls('good');
  pass(200);
  calls('reset');
  expect(told.at(-1)).toEqual(['ejected', 'reset', 100]);
});

test('a trial that its client ended decides nothing, and the next call is the trial', () => {
  const { ejection, calls, pass } = ejectionFor();
  calls('reset', 'reset', 'reset');
  pass(100);
  calls('undecided');
  expect([ejection.ejected, ejection.due]).toEqual([true, true]);
});

test('what began before the ejection, or beside the trial, decides nothing', () => {
  const { ejection, told, calls, pass } = ejectionFor();
  const early = {};
  ejection.begin(early);
  calls('reset', 'reset', 'reset');
  ejection.end(early, 'good');
  pass(100);
  const [trial, beside] = [{}, {}];
  ejection.begin(trial);
  ejection.begin(beside);
  ejection.end(beside, 'good');
  expect([ejection.ejected, told]).toEqual([true, [['ejected', 'reset', 100]]]);
  ejection.end(trial, 'good');
  expect(ejection.ejected).toBe(false);
});

test('where too few others are left it is kept, which is told once in a row of failures', () => {
  const { ejection, told, calls } = ejectionFor({ mayEject: false });
  calls('reset', 'reset', 'status', 'reset', 'reset');
  expect([ejection.ejected, told]).toEqual([false, [['kept', 'status']]]);
});

test.each([
  [0, 100, 0],
  [1, 100, 0],
  [2, 100, 1],
  [2, 50, 1],
  [3, 50, 1],
  [3, 100, 2],
  [10, 30, 3],
  [3, 33, 0],
  [5, 0, 0],
])('of %i ready replicas and at most %i%%, %i may be out', (ready, maxPercent, most) => {
  expect(mostEjected(ready, maxPercent)).toBe(most);
});
