import * as z from 'zod';

// What a receiver needs of what Faro's web SDK sends; the rest may change with its versions, and passes.
const frame = z.looseObject({
  filename: z.string().optional(),
  function: z.string().optional(),
  lineno: z.number().nullish(),
  colno: z.number().nullish(),
});

const exception = z.looseObject({
  type: z.string(),
  value: z.string(),
  stacktrace: z.looseObject({ frames: z.array(frame) }).optional(),
});

const measurement = z.looseObject({
  type: z.string(),
  // A number that JSON cannot hold comes as null.
  values: z.record(z.string(), z.number().nullable()),
  context: z.record(z.string(), z.string()).optional(),
});

/** beacon is what a page sends of itself: a part of what Grafana Faro calls a transport body. */
export const beacon = z.looseObject({
  meta: z.looseObject({ view: z.looseObject({ name: z.string() }).optional() }),
  exceptions: z.array(exception).optional(),
  measurements: z.array(measurement).optional(),
  events: z.array(z.looseObject({})).optional(),
  logs: z.array(z.looseObject({})).optional(),
  traces: z.looseObject({}).optional(),
});

export type Beacon = z.output<typeof beacon>;
export type PageException = z.output<typeof exception>;
export type Measurement = z.output<typeof measurement>;

/** beaconHeaders: the SDK sends a beacon again, under the same key, when it heard of no answer. */
export const beaconHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
    .optional(),
});
