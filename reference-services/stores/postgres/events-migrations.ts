import { messageOrder, messageTrace, messagesSchema, receiptsByAge } from './messages-schema.ts';

/** eventsMigrations make the database of the events service. Executed ones never change; add new ones below. */
export const eventsMigrations = {
  '0001-events': `
    CREATE TABLE locations (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      address text NOT NULL,
      country text NOT NULL,
      open_time text NOT NULL,
      close_time text NOT NULL,
      halls jsonb NOT NULL
    );
    CREATE TABLE events (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      starts_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
      location_id uuid NOT NULL REFERENCES locations,
      hall_id uuid NOT NULL,
      price_amount bigint NOT NULL CHECK (price_amount >= 0),
      price_currency text NOT NULL,
      capacity integer NOT NULL CHECK (capacity > 0)
    );
    CREATE INDEX events_by_name ON events (name, id);
    -- Apart from events, and without a foreign key: counted from messages, whatever their order.
    CREATE TABLE event_seats (event_id uuid PRIMARY KEY, seats_taken integer NOT NULL) WITH (fillfactor = 50);
    ${messagesSchema}`,
  '0002-unique-names': `
    DROP INDEX events_by_name;
    ALTER TABLE events ADD CONSTRAINT event_name_taken_once UNIQUE (name);`,
  '0003-receipts-by-age': receiptsByAge,
  '0004-message-order': messageOrder,
  '0005-message-trace': messageTrace,
} as const;
