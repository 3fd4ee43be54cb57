// Every statement is one transaction: what it changes and what it announces are written together.

// Columns by name: a prepared `*` breaks when a migration adds one.
const locationColumns = 'id, name, address, country, open_time, close_time, halls';
const eventColumns = `id, name, starts_at, ends_at, location_id, hall_id, price_amount::float8, price_currency, capacity,
  coalesce(seats_taken, 0) AS seats_taken`;
const eventsWithSeats = 'events LEFT JOIN event_seats ON event_id = id';
const announced = 'INSERT INTO outbox (id, name, aggregate_id, body, trace)';

export const addLocation = {
  name: 'add-location',
  text: `WITH added AS (
           INSERT INTO locations (id, name, address, country, open_time, close_time, halls)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
         )
         ${announced} VALUES ($8, $9, $1, $10, $11)`,
};

export const findLocation = {
  name: 'find-location',
  text: `SELECT ${locationColumns} FROM locations WHERE id = $1`,
};

export const listLocations = {
  name: 'list-locations',
  text: `SELECT ${locationColumns} FROM locations WHERE id > $1 ORDER BY id LIMIT $2`,
};

export const addEvent = {
  name: 'add-event',
  text: `WITH added AS (
           INSERT INTO events (id, name, starts_at, ends_at, location_id, hall_id, price_amount, price_currency, capacity)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         )
         ${announced} VALUES ($10, $11, $1, $12, $13)`,
};

export const findEvent = {
  name: 'find-event',
  text: `SELECT ${eventColumns} FROM ${eventsWithSeats} WHERE id = $1`,
};

export const findEvents = {
  name: 'find-events',
  text: `SELECT ${eventColumns} FROM ${eventsWithSeats} WHERE id = ANY ($1::uuid[])`,
};

export const listEvents = {
  name: 'list-events',
  text: `SELECT ${eventColumns} FROM ${eventsWithSeats} WHERE id > $1 ORDER BY id LIMIT $2`,
};

export const listEventsByName = {
  name: 'list-events-by-name',
  text: `SELECT ${eventColumns} FROM ${eventsWithSeats} WHERE name = $3 AND id > $1 ORDER BY id LIMIT $2`,
};

export const countSeats = {
  name: 'count-seats',
  text: `WITH fresh AS (
           INSERT INTO inbox (message_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING message_id
         )
         INSERT INTO event_seats (event_id, seats_taken) SELECT $3::uuid, $4::integer FROM fresh
         ON CONFLICT (event_id) DO UPDATE SET seats_taken = event_seats.seats_taken + excluded.seats_taken
         RETURNING event_id`,
};

export const auditEvents = {
  name: 'audit-events',
  text: `SELECT id AS "eventId", capacity, capacity - coalesce(seats_taken, 0) AS "seatsLeft"
         FROM ${eventsWithSeats} ORDER BY id`,
};

export const auditLocations = {
  name: 'audit-locations',
  text: 'SELECT count(*)::int AS locations FROM locations',
};
