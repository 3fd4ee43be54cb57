import { z } from 'zod';

const count = z.int().nonnegative();
const ms = z.number();

/**
 * vitals: what a person feels of a page. LCP, FCP, TTFB, INP and CLS as https://web.dev/articles/vitals defines them;
 * `confirmation` is from the click that books until the confirmation is in the page. All are milliseconds, but for
 * `cls`, which has no unit.
 */
export const vitals = ['ttfb', 'fcp', 'lcp', 'inp', 'cls', 'confirmation'] as const;
export type Vital = (typeof vitals)[number];

const perVital = <S extends z.ZodType>(schema: S) =>
  z.strictObject({ ttfb: schema, fcp: schema, lcp: schema, inp: schema, cls: schema, confirmation: schema });

/** pageVisitSeenSchema: one visit, in a window of its own with an empty cache. */
export const pageVisitSeenSchema = z.strictObject({
  startedAtMs: ms,
  tookMs: ms,
  /** values: null for what the browser did not tell. */
  values: perVital(z.number().nullable()),
  /** failure: why the visit did not come to its confirmation, in a sentence; null where it did. */
  failure: z.string().nullable(),
});
export type PageVisitSeen = z.infer<typeof pageVisitSeenSchema>;

/** vitalSummarySchema: a vital over the visits that told it; n of 0 has no numbers. */
export const vitalSummarySchema = z.strictObject({
  n: count,
  median: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type VitalSummary = z.infer<typeof vitalSummarySchema>;

/** browserObservationSchema: visits of the web page by a real browser, one after the other, while a load was measured. */
export const browserObservationSchema = z.strictObject({
  kind: z.literal('browser'),
  /** version of the browser. */
  version: z.string(),
  /** visitLimitMs: after which a visit is given up. */
  visitLimitMs: ms,
  visits: z.array(pageVisitSeenSchema),
  /** failed: how many of them did not come to their confirmation. */
  failed: count,
  /** summaries: of the visits that did. */
  summaries: perVital(vitalSummarySchema),
});
export type BrowserObservation = z.infer<typeof browserObservationSchema>;
