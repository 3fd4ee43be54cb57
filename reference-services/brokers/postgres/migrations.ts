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
} as const;
