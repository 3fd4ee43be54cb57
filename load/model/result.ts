import { z } from 'zod';
import { analysisSchema } from './analysis.ts';
import { environmentSchema } from './environment.ts';
import { figureSchema } from './figure.ts';
import { invalidReasonSchema } from './load-observation.ts';
import { observationSchema } from './observation.ts';
import { warningSchema } from './warning.ts';

export type { Warning } from './warning.ts';

/** resultSchemaVersion rises with every change that an old reader would misread. */
export const resultSchemaVersion = 2;

/** markerSchema: something that happened, for the time axes of plots. */
export const markerSchema = z.strictObject({
  atMs: z.number(),
  kind: z.enum([
    'phase',
    'scale',
    'replica-requested',
    'replica-ready',
    'replica-signalled',
    'replica-exited',
  ]),
  label: z.string(),
  service: z.string().optional(),
  replica: z.string().optional(),
});
export type Marker = z.infer<typeof markerSchema>;

/** experimentSchema: one thing that was done to the system, from a fresh state, and what was seen. */
export const experimentSchema = z.strictObject({
  /** kind of experiment, as suites declare it; `name` is unique in the result. */
  kind: z.string(),
  name: z.string(),
  title: z.string(),
  question: z.string(),
  /** control: it must fail; one that does not shows that the measurement is blind. */
  control: z.boolean(),
  startedAtMs: z.number(),
  endedAtMs: z.number(),
  observations: z.array(observationSchema),
  markers: z.array(markerSchema),
});
export type Experiment = z.infer<typeof experimentSchema>;

/** failureSchema: why a run failed. */
export const failureSchema = z.strictObject({
  message: z.string(),
  next: z.string().optional(),
  detail: z.string().optional(),
});

/** plannedExperimentSchema: an experiment of the suite, whether the run came to it or not. */
export const plannedExperimentSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  title: z.string(),
});

const common = {
  schemaVersion: z.literal(resultSchemaVersion),
  tool: z.literal('rehearse'),
  suite: z.string(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  /** settings: what the user could have set differently, by flag name. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  environment: environmentSchema,
  /** planned: the suite's experiments in order; `experiments` are those that were begun. */
  planned: z.array(plannedExperimentSchema),
  experiments: z.array(experimentSchema),
  /** analyses: what was computed from several observations, for a reader who wants more than a figure. */
  analyses: z.array(analysisSchema),
  figures: z.array(figureSchema),
  warnings: z.array(warningSchema),
  invalidReasons: z.array(invalidReasonSchema),
};

/**
 * runResultSchema: `result.json`. `complete`: all was measured; `invalid`: measured, but a guard says it cannot be
 * believed; `aborted`: ended by the user; `failed`: ended by an error. Whatever was measured is there in each state.
 */
export const runResultSchema = z.discriminatedUnion('state', [
  z.strictObject({ ...common, state: z.literal('complete') }),
  z.strictObject({ ...common, state: z.literal('invalid') }),
  z.strictObject({ ...common, state: z.literal('aborted') }),
  z.strictObject({ ...common, state: z.literal('failed'), failure: failureSchema }),
]);
export type RunResult = z.infer<typeof runResultSchema>;
