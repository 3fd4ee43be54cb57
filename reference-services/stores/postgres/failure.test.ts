import { describe, expect, test } from 'vitest';
import { Problem } from '../../kit/problem.ts';
import { asStoreFailure } from './failure.ts';

const failureWith = (code: string) => asStoreFailure(Object.assign(new Error('why'), { code }));

describe('what is not the fault of a statement is 503 with Retry-After,', () => {
  test.each(['ECONNREFUSED', 'EHOSTUNREACH', '25006', '40P01', '53100', '53300', '55P03', '57014', '58030'])(
    '%s: nothing was done',
    (code) => {
      expect(failureWith(code)).toMatchObject({
        details: { status: 503, detail: expect.stringContaining('Nothing was done') as string },
        headers: { 'retry-after': '1' },
      });
    },
  );

  test.each(['ECONNRESET', 'ETIMEDOUT', '08006', '40003', '57P01', '57P04'])(
    '%s: whether it was done is not known',
    (code) => {
      expect(failureWith(code)).toMatchObject({
        details: { status: 503, detail: expect.stringContaining('is not known') as string },
        headers: { 'retry-after': '1' },
      });
    },
  );

  test('the first of several addresses that refuse', () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    expect(asStoreFailure(new AggregateError([refused, refused]))).toBeInstanceOf(Problem);
  });
});

test.each(['22P02', '23505', '42703', 'ERR_INVALID_ARG_TYPE'])(
  'a fault of ours comes back as it is: %s',
  (code) => {
    expect(failureWith(code)).not.toBeInstanceOf(Problem);
  },
);
