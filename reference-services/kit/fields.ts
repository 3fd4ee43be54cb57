import * as z from 'zod';

// PostgreSQL's text holds neither NUL nor half of a surrogate pair.
const storable = (value: string) => !value.includes('\0') && value.isWellFormed();

/** plainText is text for people: not blank, at most `maxLength` characters. */
export function plainText(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .regex(/\S/, 'must not be blank')
    .refine(storable, 'must hold no NUL and be well-formed Unicode');
}

/** id is a UUID in lower case. */
export const id = z.uuid().toLowerCase();

/** idParams are the parameters of every route that ends in an id. */
export const idParams = z.strictObject({ id });

const earliestMs = Date.UTC(1970, 0, 1);
const latestMs = Date.UTC(10_000, 0, 1);

/** instant is a date and time with its offset (RFC 3339), from 1970 to 9999. */
export const instant = z.iso
  .datetime({
    offset: true,
    abort: true,
    error: 'must be a date and time that exists, such as 2027-03-01T20:00:00Z',
  })
  .transform((value) => new Date(value))
  .refine((date) => date.getTime() >= earliestMs && date.getTime() < latestMs, 'must be from 1970 to 9999');

const maxPageSize = 100;
const pageSizeError = `must be a whole number from 1 to ${maxPageSize}`;

/** pageQuery asks for a part of a list: `limit` entries after `cursor`, which is the nextCursor of the part before. */
export const pageQuery = {
  cursor: id.optional(),
  limit: z
    .string(pageSizeError)
    .regex(/^\d{1,3}$/, pageSizeError)
    .transform(Number)
    .pipe(z.number().min(1, pageSizeError).max(maxPageSize, pageSizeError))
    .default(20),
};
