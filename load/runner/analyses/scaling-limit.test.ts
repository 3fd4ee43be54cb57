import { expect, test } from 'vitest';
import type { ScalingPoint } from '../../model/scaling-analysis.ts';
import { scalingLimit } from './scaling-limit.ts';

function point(replicas: number, median: number, machineBusyShare: number | null): ScalingPoint {
  const throughputRps = { median, low: median, high: median };
  return { replicas, repetitions: 3, throughputRps, p50Ms: 1, p99Ms: 2, machineBusyShare };
}

test('throughput that stops growing on full cores is limited by the machine, which is said', () => {
  const limit = scalingLimit([point(1, 900, 0.95), point(2, 930, 0.99), point(4, 900, 0.99)], 2);
  expect(limit.limit).toBe('machine');
  expect(limit.limitReason).toBe(
    "the machine's 2 cores are the limit, not the service: they were 95% busy at one replica.",
  );
});

test('throughput that stops growing on idle cores is limited by something that replicas share', () => {
  const limit = scalingLimit([point(1, 900, 0.2), point(2, 1700, 0.4), point(4, 1750, 0.41)], 8);
  expect(limit).toMatchObject({ limit: 'service' });
  expect(limit.limitReason).toContain('stopped growing at 4 replicas while 59%');
});

test('throughput that still grows has no limit yet', () => {
  expect(scalingLimit([point(1, 900, 0.2), point(4, 3300, 0.7)], 8).limit).toBe('none');
});

test('one number of replicas, and a system that does not tell, are no basis for a statement', () => {
  expect(scalingLimit([point(1, 900, 0.2)], 8).limit).toBe('cannot-tell');
  expect(scalingLimit([point(1, 900, null), point(2, 910, null)], 8).limit).toBe('cannot-tell');
});
