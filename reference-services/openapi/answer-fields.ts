import * as z from 'zod';
import { id } from '../kit/fields.ts';

/** uuid is an id as it is answered: a UUIDv7 in lower case. */
export const uuid = z.uuidv7();

/** utcTime is a time as it is answered: in UTC, with milliseconds. */
export const utcTime = z.iso.datetime({ precision: 3 });

/** pageOf is a part of a list. */
export function pageOf(item: z.ZodType) {
  return z.strictObject({
    items: z.array(item).max(100),
    nextCursor: id.nullable().describe('The `cursor` of the next part; null on the last.'),
  });
}
