import { messageOrder, messageTrace, messagesSchema, receiptsByAge } from './messages-schema.ts';

/** bookingsMigrations make the database of the bookings service. Executed ones never change; add new ones below. */
export const bookingsMigrations = {
  '0001-bookings': `
    CREATE TABLE users (
      id uuid PRIMARY KEY,
      first text NOT NULL,
      last text NOT NULL,
      age integer NOT NULL
    );
    CREATE TABLE locations (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      address text NOT NULL,
      country text NOT NULL,
      halls jsonb NOT NULL
    );
    -- Room on each page, since every booking writes a new version of its event's row.
    CREATE TABLE events (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      location_id uuid NOT NULL,
      hall text NOT NULL,
      starts_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      capacity integer NOT NULL,
      seats_left integer NOT NULL,
      CONSTRAINT never_oversold CHECK (seats_left BETWEEN 0 AND capacity)
    ) WITH (fillfactor = 50);
    CREATE TABLE bookings (
      id uuid PRIMARY KEY,
      event_id uuid NOT NULL REFERENCES events,
      user_id uuid NOT NULL REFERENCES users,
      seats integer NOT NULL CHECK (seats BETWEEN 1 AND 10),
      booked_at timestamptz NOT NULL DEFAULT now(),
      cancelled_at timestamptz
    );
    CREATE INDEX bookings_by_user ON bookings (user_id, id);
    ${messagesSchema}`,
  '0002-idempotency-keys': `
    -- Without a foreign key: it is written with its booking, and bookings are never deleted.
    CREATE TABLE idempotency_keys (
      user_id uuid NOT NULL,
      key text NOT NULL,
      booking_id uuid NOT NULL,
      used_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT key_used_once PRIMARY KEY (user_id, key)
    );
    CREATE INDEX idempotency_keys_by_age ON idempotency_keys (used_at);`,
  '0003-receipts-by-age': receiptsByAge,
  '0004-message-order': messageOrder,
  '0005-message-trace': messageTrace,
} as const;
