import * as z from 'zod';

// PostgreSQL's text holds neither NUL nor half of a surrogate pair. The groups share no character: matching is linear.
// oxlint-disable-next-line no-control-regex -- NUL is what it keeps out
const written = /^\s*[^\s\u0000][^\u0000]*$/;

/** plainText is text for people: not blank, at most `maxLength` characters (code points, as in JSON Schema). */
export function plainText(maxLength: number) {
  return z
    .string()
    .regex(written, 'must not be blank nor hold NUL')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode')
    .refine((value) => fits(value, maxLength), `must have at most ${maxLength} characters`)
    .meta({ maxLength });
}

function fits(value: string, maxLength: number): boolean {
  return (
    value.length <= maxLength || (value.length <= 2 * maxLength && Array.from(value).length <= maxLength)
  );
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
    .default(20)
    .meta({ asQuery: { type: 'integer', minimum: 1, maximum: maxPageSize, default: 20 } }),
};
