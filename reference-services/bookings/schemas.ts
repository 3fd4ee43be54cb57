import * as z from 'zod';
import { id, pageQuery, plainText } from '../kit/fields.ts';

export const newUser = z.strictObject({
  first: plainText(100),
  last: plainText(100),
  age: z.int().min(0).max(150),
});

/** newBooking: the user is whoever sends it; to name another one is refused. */
export const newBooking = z.strictObject({ userId: id.optional(), seats: z.int().min(1).max(10) });

export const eventParams = z.strictObject({ eventId: id });
export const bookingsQuery = z.strictObject(pageQuery);

/** bookingHeaders: a user books once under the same key, however often it is asked for. */
export const bookingHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
    .optional(),
});
