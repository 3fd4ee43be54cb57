import { z } from 'zod';
import { clientServerAnalysisSchema } from './client-server-analysis.ts';
import { observerAnalysisSchema } from './observer-analysis.ts';
import { leakAnalysisSchema } from './leak-analysis.ts';
import { rateSweepAnalysisSchema } from './rate-sweep-analysis.ts';
import { scalingAnalysisSchema } from './scaling-analysis.ts';
import { scorecardAnalysisSchema } from './scorecard-analysis.ts';

/** analysisSchema: everything that can be computed from a run beyond single figures. */
export const analysisSchema = z.discriminatedUnion('kind', [
  observerAnalysisSchema,
  leakAnalysisSchema,
  clientServerAnalysisSchema,
  rateSweepAnalysisSchema,
  scalingAnalysisSchema,
  scorecardAnalysisSchema,
]);
export type Analysis = z.infer<typeof analysisSchema>;

/** analysesOfKind picks the analyses of one kind. */
export function analysesOfKind<K extends Analysis['kind']>(
  analyses: readonly Analysis[],
  kind: K,
): Extract<Analysis, { kind: K }>[] {
  return analyses.filter((a): a is Extract<Analysis, { kind: K }> => a.kind === kind);
}
