import * as z from 'zod';
import { id, instant, pageQuery, plainText } from '../kit/fields.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, HH:MM');

const hall = z.strictObject({ name: plainText(200), capacity: z.int().min(1).max(1_000_000) });

export const newLocation = z.strictObject({
  name: plainText(200),
  address: plainText(500),
  country: plainText(100),
  openTime: timeOfDay,
  closeTime: timeOfDay,
  halls: z.array(hall).min(1).max(100),
});

const isCurrency = (code: string) => Intl.supportedValuesOf('currency').includes(code);

const price = z.strictObject({
  amount: z.int().min(0).max(1_000_000_000_000).describe('In the minor unit of the currency.'),
  currency: z
    .string()
    .refine(isCurrency, 'must be a currency code of ISO 4217, such as EUR')
    .meta({ pattern: '^[A-Z]{3}$', description: 'Code of ISO 4217, such as EUR.' }),
});

export const newEvent = z
  .strictObject({ name: plainText(200), start: instant, end: instant, locationId: id, hallId: id, price })
  .refine(({ start, end }) => end > start, { path: ['end'], message: 'must be after start' });

export const locationsQuery = z.strictObject(pageQuery);
export const eventsQuery = z.strictObject({ ...pageQuery, name: plainText(200).optional() });
