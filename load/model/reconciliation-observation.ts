import { z } from 'zod';

const count = z.int().nonnegative();

/** reconciliationObservationSchema: the clients' account against the databases' and the messages'. */
export const reconciliationObservationSchema = z.strictObject({
  kind: z.literal('reconciliation'),
  /** settled: outboxes and broker were empty before the audit was read; otherwise the counts are of a moving target. */
  settled: z.boolean(),
  acknowledgedBookings: count,
  acknowledgedCancellations: count,
  storedBookings: count,
  /** missingBookings: acknowledged and not stored; `unacknowledged` are stored but their answer was lost: allowed. */
  missingBookings: count,
  resurrectedBookings: count,
  unacknowledgedBookings: count,
  oversoldSeats: count,
  /** unannounced: bookings and cancellations without a message; projectionMismatches: events whose seatsLeft differs. */
  unannounced: count,
  projectionMismatches: count,
  seatCountMismatches: count,
  details: z.array(z.string()),
});
export type ReconciliationObservation = z.infer<typeof reconciliationObservationSchema>;

/** unreconciled counts every way in which clients, database and messages can disagree. */
export function unreconciled(account: ReconciliationObservation): number {
  return (
    account.missingBookings +
    account.resurrectedBookings +
    account.unannounced +
    account.projectionMismatches +
    account.seatCountMismatches
  );
}
