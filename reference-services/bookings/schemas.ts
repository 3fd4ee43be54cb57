import * as z from 'zod';
import { id, pageQuery, plainText } from '../kit/fields.ts';

export const newUser = z.strictObject({
  first: plainText(100),
  last: plainText(100),
  age: z.int().min(0).max(150),
});

export const newBooking = z.strictObject({ userId: id, seats: z.int().min(1).max(10) });

export const eventParams = z.strictObject({ eventId: id });
export const bookingsQuery = z.strictObject(pageQuery);
