import { expect, test } from 'vitest';
import { bucketQuantile } from './bucket-quantile.ts';

const buckets = [
  { upper: 1, count: 10 },
  { upper: 5, count: 90 },
  { upper: Number.POSITIVE_INFINITY, count: 100 },
];

test('a quantile lies between the ends of its bucket', () => {
  expect(bucketQuantile(buckets, 0.05)).toEqual({ low: 0, high: 1 });
  expect(bucketQuantile(buckets, 0.1)).toEqual({ low: 0, high: 1 });
  expect(bucketQuantile(buckets, 0.5)).toEqual({ low: 1, high: 5 });
  expect(bucketQuantile(buckets, 0.99)).toEqual({ low: 5, high: Number.POSITIVE_INFINITY });
});

test('without values there is no quantile, and what is no quantile is refused', () => {
  expect(bucketQuantile([], 0.5)).toBeUndefined();
  expect(bucketQuantile([{ upper: 1, count: 0 }], 0.5)).toBeUndefined();
  expect(() => bucketQuantile(buckets, 0)).toThrow(RangeError);
});
