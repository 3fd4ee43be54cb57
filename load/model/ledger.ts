import { z } from 'zod';

const count = z.int().nonnegative();

/** failureKinds: how a request that was sent failed. `status` and `body` were answered, but not as expected. */
export const failureKinds = ['refused', 'reset', 'closed', 'truncated', 'timeout', 'status', 'body'] as const;
export type FailureKind = (typeof failureKinds)[number];

/**
 * ledgerSchema: what became of every request that the schedule asked for.
 * `scheduled = sent + notSent` and `sent = ok + rejected + failed + unfinished`.
 * `rejected` are answers that say no on purpose: 429, and 503 with Retry-After.
 */
export const ledgerSchema = z.strictObject({
  scheduled: count,
  notSent: count,
  sent: count,
  ok: count,
  rejected: count,
  failed: count,
  unfinished: count,
  failures: z.strictObject({
    refused: count,
    reset: count,
    closed: count,
    truncated: count,
    timeout: count,
    status: count,
    body: count,
  }),
});
export type Ledger = z.infer<typeof ledgerSchema>;

/** emptyLedger counts nothing yet. */
export function emptyLedger(): Ledger {
  return {
    scheduled: 0,
    notSent: 0,
    sent: 0,
    ok: 0,
    rejected: 0,
    failed: 0,
    unfinished: 0,
    failures: { refused: 0, reset: 0, closed: 0, truncated: 0, timeout: 0, status: 0, body: 0 },
  };
}

/** addLedgers sums two ledgers. */
export function addLedgers(a: Ledger, b: Ledger): Ledger {
  const failures = { ...a.failures };
  for (const kind of failureKinds) failures[kind] += b.failures[kind];
  return {
    scheduled: a.scheduled + b.scheduled,
    notSent: a.notSent + b.notSent,
    sent: a.sent + b.sent,
    ok: a.ok + b.ok,
    rejected: a.rejected + b.rejected,
    failed: a.failed + b.failed,
    unfinished: a.unfinished + b.unfinished,
    failures,
  };
}

/** ledgerImbalance names the equation that does not hold, or gives undefined when the ledger balances. */
export function ledgerImbalance(ledger: Ledger): string | undefined {
  const failures = failureKinds.reduce((sum, kind) => sum + ledger.failures[kind], 0);
  if (ledger.scheduled !== ledger.sent + ledger.notSent) {
    return `scheduled ${ledger.scheduled} ≠ sent ${ledger.sent} + not sent ${ledger.notSent}`;
  }
  const ends = ledger.ok + ledger.rejected + ledger.failed + ledger.unfinished;
  if (ledger.sent !== ends) return `sent ${ledger.sent} ≠ ok + rejected + failed + unfinished ${ends}`;
  if (ledger.failed !== failures) return `failed ${ledger.failed} ≠ failures by kind ${failures}`;
  return undefined;
}

/**
 * lostRequests: sent, and never answered as they should have been: failed of any kind, or still open at the end.
 * An error that a gateway answers on behalf of a replica that went away is a loss too; refusals on purpose are not.
 */
export function lostRequests(ledger: Ledger): number {
  return ledger.failed + ledger.unfinished;
}
