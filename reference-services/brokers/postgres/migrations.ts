/** brokerSchema keeps the broker apart from whatever else is in its database. */
export const brokerSchema = 'broker';

/** brokerMigrations make the broker's schema. Executed ones never change; add new ones below. */
export const brokerMigrations = {
  '0001-messages': `
    CREATE TABLE broker.messages (
      queue text NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      aggregate_id uuid NOT NULL,
      body jsonb NOT NULL,
      written_at timestamptz NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      available_at timestamptz NOT NULL DEFAULT now(),
      parked boolean NOT NULL DEFAULT false,
      PRIMARY KEY (queue, id)
    );`,
  '0002-order-and-dead-letters': `
    ALTER TABLE broker.messages ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY;
    CREATE UNIQUE INDEX messages_in_order ON broker.messages (queue, position);
    CREATE TABLE broker.dead_letters (
      queue text NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      aggregate_id uuid NOT NULL,
      body jsonb NOT NULL,
      written_at timestamptz NOT NULL,
      attempts integer NOT NULL,
      reason text NOT NULL,
      died_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (queue, id)
    );
    INSERT INTO broker.dead_letters (queue, id, name, aggregate_id, body, written_at, attempts, reason)
    SELECT queue, id, name, aggregate_id, body, written_at, attempts, 'its body is not understood'
    FROM broker.messages WHERE parked;
    DELETE FROM broker.messages WHERE parked;
    ALTER TABLE broker.messages DROP COLUMN parked;`,
  '0003-message-trace': `
    ALTER TABLE broker.messages ADD COLUMN trace jsonb;
    ALTER TABLE broker.dead_letters ADD COLUMN trace jsonb;`,
} as const;
