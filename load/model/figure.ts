import { z } from 'zod';
import { intervalSchema } from './load-observation.ts';

/** figureUnits: base units as they stand in results; a renderer may scale them for reading. */
export const figureUnits = [
  'ms',
  'bytes',
  'bytes/request',
  'requests',
  'requests/s',
  'seats',
  'bookings',
  'ratio',
  'count',
] as const;

/** verdictSchema: what a budget says of a figure; `inconclusive`: its interval straddles the limit. */
export const verdictSchema = z.enum(['pass', 'fail', 'inconclusive']);
export type Verdict = z.infer<typeof verdictSchema>;

/**
 * budgetSchema: a limit in the figure's unit. `correctness` budgets (lost, oversold, unreconciled) are about
 * right and wrong, not about speed, and are never excused by a slow machine.
 */
export const budgetSchema = z.strictObject({
  comparison: z.enum(['<', '<=', '=', '>=', '>']),
  limit: z.number(),
  correctness: z.boolean(),
});
export type Budget = z.infer<typeof budgetSchema>;

/** figureSchema: one number of a run, under a stable dotted name, that other programs read. */
export const figureSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  group: z.enum(['latency', 'memory', 'startup', 'shutdown', 'scale-out', 'bookings']),
  unit: z.enum(figureUnits),
  /** value: null where it was not measured; `note` then says why. */
  value: z.number().nullable(),
  interval: intervalSchema.optional(),
  /** range: lowest and highest of the values behind a median or maximum. */
  range: z.strictObject({ low: z.number(), high: z.number() }).optional(),
  /** n: how many values stand behind it, and what one of them is. */
  n: z.int().nonnegative(),
  of: z.string(),
  budget: budgetSchema.optional(),
  verdict: verdictSchema.optional(),
  note: z.string().optional(),
});
export type Figure = z.infer<typeof figureSchema>;

/** judge holds a figure against its budget with the interval in view: one that straddles the limit is inconclusive. */
export function judge(figure: Pick<Figure, 'value' | 'interval'>, budget: Budget): Verdict {
  if (figure.value === null) return 'inconclusive';
  const low = figure.interval?.low ?? figure.value;
  const high = figure.interval?.high ?? figure.value;
  const lowHolds = holds(low, budget);
  const highHolds = holds(high, budget);
  if (lowHolds && highHolds) return 'pass';
  return lowHolds || highHolds ? 'inconclusive' : 'fail';
}

function holds(value: number, { comparison, limit }: Budget): boolean {
  switch (comparison) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '=':
      return value === limit;
    case '>=':
      return value >= limit;
    case '>':
      return value > limit;
  }
}
