import { expect, test } from 'vitest';
import { addLedgers, emptyLedger, ledgerImbalance, lostRequests, type Ledger } from './ledger.ts';

const balanced: Ledger = {
  scheduled: 10,
  notSent: 1,
  sent: 9,
  ok: 5,
  rejected: 1,
  failed: 2,
  unfinished: 1,
  failures: { ...emptyLedger().failures, reset: 1, status: 1 },
};

test('a ledger in which every request has one end balances', () => {
  expect(ledgerImbalance(emptyLedger())).toBeUndefined();
  expect(ledgerImbalance(balanced)).toBeUndefined();
});

test.each([
  ['scheduled', { ...balanced, scheduled: 11 }],
  ['sent', { ...balanced, ok: 4 }],
  ['failed', { ...balanced, failures: { ...balanced.failures, closed: 1 } }],
])('a ledger that does not balance names the equation: %s', (start, ledger) => {
  expect(ledgerImbalance(ledger)).toMatch(new RegExp(`^${start} \\d+ ≠`));
});

test('ledgers add up field by field, failures by kind included', () => {
  const sum = addLedgers(balanced, balanced);
  expect(sum).toMatchObject({
    scheduled: 20,
    notSent: 2,
    sent: 18,
    ok: 10,
    rejected: 2,
    failed: 4,
    unfinished: 2,
  });
  expect(sum.failures).toMatchObject({ reset: 2, status: 2, closed: 0 });
  expect(ledgerImbalance(sum)).toBeUndefined();
});

test('lost are the failed and the unfinished, and not those refused on purpose', () => {
  expect(lostRequests(balanced)).toBe(3);
});
