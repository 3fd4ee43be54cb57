// Every statement is one transaction: what it changes and what it announces are written together.

export const addUser = {
  name: 'add-user',
  text: `INSERT INTO users (id, first, last, age) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING id`,
};

export const findUser = { name: 'find-user', text: 'SELECT id, first, last, age FROM users WHERE id = $1' };

const whatIsKnown = `(SELECT booked_at FROM booked) AS booked_at,
                EXISTS (SELECT 1 FROM events WHERE id = $2) AS event_known,
                EXISTS (SELECT 1 FROM users WHERE id = $3) AS user_known`;

// The seats are taken only where enough are left, by the row as it is once its lock is held: whoever comes second
// sees what the first has left. Without seats nothing else is written.
const bookSteps = (condition: string) => `taken AS (
           UPDATE events SET seats_left = seats_left - $4::integer
           WHERE id = $2 AND seats_left >= $4::integer AND EXISTS (SELECT 1 FROM users WHERE users.id = $3) ${condition}
           RETURNING id
         ), booked AS (
           INSERT INTO bookings (id, event_id, user_id, seats)
           SELECT $1::uuid, taken.id, $3::uuid, $4::integer FROM taken
           RETURNING booked_at
         ), announced AS (
           INSERT INTO outbox (id, name, aggregate_id, body, trace)
           SELECT $5::uuid, 'eventBooked', $2::uuid, $6::jsonb, $7::jsonb FROM booked
         )`;

export const book = {
  name: 'book',
  text: `WITH ${bookSteps('')} SELECT ${whatIsKnown}`,
};

// The same, with the key written beside the booking: when another wish writes the same key meanwhile, this one waits
// for it, and then fails as a whole by key_used_once.
export const bookOnce = {
  name: 'book-once',
  text: `WITH earlier AS MATERIALIZED (
           SELECT true FROM idempotency_keys WHERE user_id = $3::uuid AND key = $8
         ), ${bookSteps('AND NOT EXISTS (SELECT 1 FROM earlier)')}, used AS (
           INSERT INTO idempotency_keys (user_id, key, booking_id) SELECT $3::uuid, $8, $1::uuid FROM booked
         )
         SELECT ${whatIsKnown}`,
};

// The same for several wishes, given by columns, each with its key or null. First come, first served: a wish is granted
// where the seats suffice for it and all before it. Events that somebody else has locked are passed over, so that none
// waits for them but the wishes for them; keys are written in order, so that two of these never wait for each other.
// Scalar subqueries are looked up by index, row by row; EXISTS may become a hash of the whole table.
export const bookAll = {
  name: 'book-all',
  text: `WITH wishes AS MATERIALIZED (
           SELECT wish.*, (SELECT true FROM events WHERE events.id = wish.event_id) IS NOT NULL AS event_known,
                  (SELECT true FROM users WHERE users.id = wish.user_id) IS NOT NULL AS user_known,
                  key IS NOT NULL AND (
                    SELECT true FROM idempotency_keys AS used WHERE used.user_id = wish.user_id AND used.key = wish.key
                  ) IS NOT NULL AS is_repeated
           FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::uuid[], $6::text[], $7::text[], $8::text[])
             WITH ORDINALITY AS wish (id, event_id, user_id, seats, message_id, body, trace, key, turn)
         ), locked AS MATERIALIZED (
           SELECT id, seats_left FROM events WHERE id = ANY ($2::uuid[]) FOR NO KEY UPDATE SKIP LOCKED
         ), summed AS (
           SELECT wishes.*, sum(seats) OVER (PARTITION BY event_id ORDER BY turn) AS seats_so_far
           FROM wishes WHERE user_known AND NOT is_repeated
         ), granted AS MATERIALIZED (
           SELECT summed.* FROM summed JOIN locked ON locked.id = event_id WHERE seats_so_far <= seats_left
         ), taken AS (
           UPDATE events SET seats_left = seats_left - sold.seats
           FROM (SELECT event_id, sum(seats)::integer AS seats FROM granted GROUP BY event_id) AS sold
           WHERE events.id = sold.event_id
         ), booked AS (
           INSERT INTO bookings (id, event_id, user_id, seats)
           SELECT id, event_id, user_id, seats FROM granted
           RETURNING id, booked_at
         ), announced AS (
           INSERT INTO outbox (id, name, aggregate_id, body, trace)
           SELECT message_id, 'eventBooked', event_id, body::jsonb, trace::jsonb FROM granted ORDER BY turn
         ), used AS (
           INSERT INTO idempotency_keys (user_id, key, booking_id)
           SELECT user_id, key, id FROM granted WHERE key IS NOT NULL ORDER BY user_id, key
         )
         SELECT booked_at, event_known, user_known, is_repeated, event_known AND locked.id IS NULL AS is_passed_over,
                wishes.seats > locked.seats_left AS is_too_many
         FROM wishes LEFT JOIN booked USING (id) LEFT JOIN locked ON locked.id = event_id
         ORDER BY turn`,
};

export const findByKey = {
  name: 'find-by-key',
  text: `SELECT bookings.id, event_id, bookings.user_id, seats, booked_at, NULL AS cancelled_at
         FROM idempotency_keys JOIN bookings ON bookings.id = booking_id
         WHERE idempotency_keys.user_id = $1 AND key = $2`,
};

// An array, since a join with a batch of unknown size may read the whole table; the locks keep rows where they are.
export const forgetKeys = {
  name: 'forget-keys',
  text: `WITH forgotten AS (
           DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY (
             SELECT ctid FROM idempotency_keys WHERE used_at < $1 ORDER BY used_at LIMIT $2 FOR UPDATE SKIP LOCKED
           ))
           RETURNING 1
         )
         SELECT count(*)::int AS forgotten FROM forgotten`,
};

// Only the statement that sets cancelled_at frees the seats; it announces that with the event's row locked.
export const cancel = {
  name: 'cancel',
  text: `WITH cancelled AS (
           UPDATE bookings SET cancelled_at = now() WHERE id = $1 AND user_id = $3 AND cancelled_at IS NULL
           RETURNING id, event_id, user_id, seats
         ), freed AS (
           UPDATE events SET seats_left = seats_left + cancelled.seats FROM cancelled
           WHERE events.id = cancelled.event_id
           RETURNING cancelled.*
         ), announced AS (
           INSERT INTO outbox (id, name, aggregate_id, body, trace)
           SELECT $2::uuid, 'bookingCancelled', event_id,
                  jsonb_build_object('bookingId', id, 'eventId', event_id, 'userId', user_id, 'seats', seats), $4::jsonb
           FROM freed
         )
         SELECT EXISTS (SELECT 1 FROM cancelled) AS cancelled,
                (SELECT user_id FROM bookings WHERE id = $1) AS owner_id`,
};

// Columns by name: a prepared `*` breaks when a migration adds one.
const bookingColumns = 'id, event_id, user_id, seats, booked_at, cancelled_at';

export const findBooking = {
  name: 'find-booking',
  text: `SELECT ${bookingColumns} FROM bookings WHERE id = $1`,
};

export const listBookings = {
  name: 'list-bookings',
  text: `SELECT ${bookingColumns} FROM bookings WHERE user_id = $3 AND id > $1 ORDER BY id LIMIT $2`,
};

// Ids grow with time, so that the latest bookings are the end of an index.
export const mostBooked = {
  name: 'most-booked',
  text: `SELECT event_id AS "eventId", (SELECT seats_left FROM events WHERE events.id = event_id) AS "seatsLeft"
         FROM (SELECT event_id FROM bookings ORDER BY id DESC LIMIT 1000) AS latest
         GROUP BY event_id ORDER BY count(*) DESC, event_id LIMIT $1`,
};

const fresh = `fresh AS (
  INSERT INTO inbox (message_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING message_id
)`;

export const keepEvent = {
  name: 'keep-event',
  text: `WITH ${fresh}, kept AS (
           INSERT INTO events (id, name, location_id, hall, starts_at, ends_at, capacity, seats_left)
           SELECT $3::uuid, $4, $5::uuid, $6, $7::timestamptz, $8::timestamptz, $9::integer, $9::integer FROM fresh
           ON CONFLICT DO NOTHING
         )
         SELECT message_id FROM fresh`,
};

export const keepLocation = {
  name: 'keep-location',
  text: `WITH ${fresh}, kept AS (
           INSERT INTO locations (id, name, address, country, halls)
           SELECT $3::uuid, $4, $5, $6, $7::jsonb FROM fresh
           ON CONFLICT DO NOTHING
         )
         SELECT message_id FROM fresh`,
};

export const auditSeats = {
  name: 'audit-seats',
  text: `SELECT events.id AS "eventId", capacity, seats_left AS "seatsLeft",
                coalesce(sum(seats) FILTER (WHERE cancelled_at IS NULL), 0)::int AS "seatsBooked"
         FROM events LEFT JOIN bookings ON event_id = events.id
         GROUP BY events.id ORDER BY events.id`,
};

export const auditCounts = {
  name: 'audit-counts',
  text: `SELECT count(*) FILTER (WHERE cancelled_at IS NULL)::int AS active, count(cancelled_at)::int AS cancelled
         FROM bookings`,
};

export const auditBookings = {
  name: 'audit-bookings',
  text: `SELECT id, event_id AS "eventId", seats, cancelled_at IS NOT NULL AS cancelled
         FROM bookings WHERE id > $1 ORDER BY id LIMIT $2`,
};
