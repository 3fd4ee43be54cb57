import { expect, test } from 'vitest';
import { emptyLedger } from '../../model/ledger.ts';
import type { InvalidReason, LoadObservation } from '../../model/load-observation.ts';
import type { Stop } from '../../model/shutdown-observation.ts';
import type { Warning } from '../../model/result.ts';
import { quick } from '../../suites/quick.ts';
import type { ReplacementSpec } from '../../suites/experiments/replacement.ts';
import { checkControl } from './control.ts';

const specs = quick
  .make({})
  .experiments.filter((spec): spec is ReplacementSpec => spec.kind === 'replacement');
const graceful = specs.find((spec) => !spec.control)!;
const control = specs.find((spec) => spec.control)!;

function check(spec: ReplacementSpec, stops: Stop[], invalidReasons: InvalidReason[] = []) {
  const seen = { reasons: [] as InvalidReason[], warnings: [] as Warning[] };
  const load = { invalidReasons, measured: { ledger: emptyLedger() } } as unknown as LoadObservation;
  checkControl(spec, load, stops, {
    invalidate: (reason) => void seen.reasons.push(reason),
    warn: (warning) => void seen.warnings.push(warning),
  });
  return seen;
}

function stop(inFlightAtSignal: number, lost: number): Stop {
  return {
    service: 'bookings',
    replica: 'bookings-1',
    signal: 'SIGKILL',
    cause: 'scale-in',
    signalledAtMs: 0,
    timeToNotReadyMs: null,
    drainTimeMs: 1,
    exitCode: null,
    exitSignal: 'SIGKILL',
    forced: false,
    inFlightAtSignal,
    held: { requests: 5, answered: 5 - lost, lost, failures: {} },
    lastLog: null,
  };
}

test('a control that loses requests at every signal leaves the run valid', () => {
  expect(check(control, [stop(5, 5), stop(6, 3)]).reasons).toEqual([]);
});

test('a control that loses nothing at one signal makes the run invalid', () => {
  expect(check(control, [stop(5, 5), stop(5, 0)]).reasons).toMatchObject([
    { guard: 'control', found: 0, limit: 1 },
  ]);
});

test('a signal with fewer requests in flight than declared makes the run invalid, control or not', () => {
  for (const spec of [graceful, control]) {
    expect(check(spec, [stop(4, 4)]).reasons).toMatchObject([{ guard: 'control', found: 4, limit: 5 }]);
  }
});

test('a graceful replacement may lose nothing', () => {
  expect(check(graceful, [stop(5, 0)]).reasons).toEqual([]);
});

test('an unbalanced ledger makes it invalid; a late dispatch is only a warning where no latency is judged', () => {
  const reason = (guard: InvalidReason['guard']): InvalidReason => ({
    guard,
    message: guard,
    found: 1,
    limit: 0,
  });
  const seen = check(graceful, [], [reason('ledger'), reason('dispatch-delay')]);
  expect(seen.reasons).toMatchObject([{ guard: 'ledger' }]);
  expect(seen.warnings).toMatchObject([{ code: 'dispatch-delay' }]);
});
