import { z } from 'zod';

/**
 * Text in `path`, `headers` and `body` may hold `{name}`: a variable drawn for the journey or captured by an earlier step.
 * A body string that is exactly `"{name}"` becomes the variable itself, number or object included.
 */
const template = z.string();
const jsonPointer = z.string().regex(/^(\/[^/]*)*$/);

/** drawSchema: how a journey gets a variable: one item of a prepared list (weighted, else uniform), or a whole number. */
export const drawSchema = z.union([
  z.strictObject({ oneOf: z.string().describe('name of a list in `data`') }),
  z.strictObject({ integer: z.tuple([z.int(), z.int()]).describe('lowest and highest, both included') }),
]);

/** checkSchema: what an answer's JSON body must hold; a body that fails counts as `failed.body`. */
export const checkSchema = z.union([
  z.strictObject({ pointer: jsonPointer, equals: z.union([z.string(), z.number(), z.boolean(), z.null()]) }),
  z.strictObject({ pointer: jsonPointer, type: z.enum(['string', 'number', 'boolean', 'array', 'object']) }),
]);
export type Check = z.infer<typeof checkSchema>;

/** stepSchema: one request of a journey. Step k is scheduled at the last byte of step k-1 plus its think time. */
export const stepSchema = z.strictObject({
  name: z.string(),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: template,
  headers: z.record(z.string(), template).optional(),
  /** body: JSON with templates inside; a plain string is sent as it is. */
  body: z.json().optional(),
  /** expectStatus: statuses that count as ok; empty: any 2xx or 3xx. */
  expectStatus: z.array(z.int().min(100).max(599)),
  /** checks hold for answers with the first expected status. */
  checks: z.array(checkSchema).optional(),
  /** capture: variable name → JSON pointer into the answer, taken from answers with the first expected status. */
  capture: z.record(z.string(), jsonPointer).optional(),
  /** endsJourneyOn: expected statuses after which the journey is over, such as 409 for sold out. */
  endsJourneyOn: z.array(z.int()).optional(),
  /** probability that a journey which comes here makes the request; otherwise it goes on to the next step. */
  probability: z.number().min(0).max(1).optional(),
  /** requires: variables without which the step is passed over, because the step that captures them was. */
  requires: z.array(z.string()).optional(),
  /** thinkTimeMs before this step, drawn uniformly. */
  thinkTimeMs: z.strictObject({ min: z.number().nonnegative(), max: z.number().nonnegative() }).optional(),
  /** journal: when an answer with the first expected status has come, a line with these fields goes to the journal. */
  journal: z.record(z.string(), template).optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** scenarioSchema: what one client does, as plain JSON, so that every engine runs the same. */
export const scenarioSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** data: prepared lists that variables are drawn from; an item may carry a `weight` (> 0). */
  data: z.record(
    z.string(),
    z.array(z.union([z.string(), z.number(), z.record(z.string(), z.json())])).min(1),
  ),
  /** variables drawn once per journey with the run's seed; an object's field is written `{event.id}`. */
  variables: z.record(z.string(), drawSchema),
  steps: z.array(stepSchema).min(1),
});
export type Scenario = z.infer<typeof scenarioSchema>;
