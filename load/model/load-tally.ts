import { z } from 'zod';
import { ledgerSchema } from './ledger.ts';

const count = z.int().nonnegative();

/** bucketsSchema: values by bucket of a histogram of `ownMetrics`, in seconds; see Buckets. */
const bucketsSchema = z.strictObject({ counts: z.array(count), sum: z.number() });

const phaseTallySchema = z.strictObject({
  ledger: ledgerSchema,
  /** The times are of `ok`. */
  responseTime: bucketsSchema,
  serviceTime: bucketsSchema,
  dispatchDelay: bucketsSchema,
});

/**
 * loadTallySchema: all of a load since its beginning, for those who show it elsewhere while it goes on. A request counts
 * to its phase by its scheduled start; journeys are those of the measured stretch.
 */
export const loadTallySchema = z.strictObject({
  warmUp: phaseTallySchema,
  measuring: phaseTallySchema,
  journeys: z.strictObject({ begun: count, completed: count, endedEarly: count, broken: count }),
});
export type LoadTally = z.infer<typeof loadTallySchema>;
