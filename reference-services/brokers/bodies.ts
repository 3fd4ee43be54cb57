import * as z from 'zod';

// What is not listed is let through and dropped, so that a publisher may add to a message before its readers know.

const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value));

export const hallBody = z.object({ id: z.uuid(), name: z.string(), capacity: z.int().positive() });

export const locationCreatedBody = z.object({
  id: z.uuid(),
  name: z.string(),
  address: z.string(),
  country: z.string(),
  halls: z.array(hallBody),
});

export const eventCreatedBody = z.object({
  id: z.uuid(),
  name: z.string(),
  locationId: z.uuid(),
  start: instant,
  end: instant,
  hall: z.string(),
  capacity: z.int().positive(),
});

/** seatsBody is what both eventBooked and bookingCancelled tell. */
export const seatsBody = z.object({
  bookingId: z.uuid(),
  eventId: z.uuid(),
  userId: z.uuid(),
  seats: z.int().min(1).max(10),
});
