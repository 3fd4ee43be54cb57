/** messagesSchema is what every store needs to send messages and to know which ones it has consumed. */
export const messagesSchema = `
  CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    aggregate_id uuid NOT NULL,
    body jsonb NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE inbox (
    message_id uuid PRIMARY KEY,
    name text NOT NULL,
    consumed_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE message_counts (
    direction text NOT NULL CHECK (direction IN ('published', 'consumed')),
    name text NOT NULL,
    messages bigint NOT NULL,
    PRIMARY KEY (direction, name)
  );`;

/** receiptsByAge lets old receipts be found without reading the young ones. */
export const receiptsByAge = 'CREATE INDEX inbox_by_age ON inbox (consumed_at);';

/**
 * messageOrder numbers the messages of the outbox as they are written. What happens to one aggregate happens under the
 * lock of its row, so that its messages are committed in this order, too.
 */
export const messageOrder = `
  ALTER TABLE outbox ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY;
  CREATE UNIQUE INDEX outbox_in_order ON outbox (position);`;

/** messageTrace keeps beside a message what caused it: traceparent and tracestate, as W3C Trace Context writes them. */
export const messageTrace = 'ALTER TABLE outbox ADD COLUMN trace jsonb;';
