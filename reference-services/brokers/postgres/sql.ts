/** channelOf is where a queue's consumers are woken. */
export function channelOf(queue: string): string {
  return `broker_${queue}`;
}

// One row per queue that wants the message; a message that is published again is already there or already handled.
export const publish = {
  name: 'broker-publish',
  text: `WITH added AS (
           INSERT INTO broker.messages (queue, id, name, aggregate_id, body, written_at, trace)
           SELECT queue, id, name, "aggregateId", body, "writtenAt", trace
           FROM ROWS FROM (
             jsonb_to_recordset($1::jsonb)
             AS (id uuid, name text, "aggregateId" uuid, body jsonb, "writtenAt" timestamptz, trace jsonb)
           ) WITH ORDINALITY AS message (id, name, "aggregateId", body, "writtenAt", trace, ordinal)
           JOIN unnest($2::text[], $3::text[]) AS wanted (name, queue) USING (name)
           ORDER BY ordinal
           ON CONFLICT DO NOTHING
           RETURNING queue
         )
         SELECT pg_notify('broker_' || queue, '') FROM (SELECT DISTINCT queue FROM added) AS woken`,
};

// Who locks the first message of an aggregate may have those behind it: nobody else can get at them before it is gone.
// The locks last until the transaction ends: with the consumer's connection gone, others see the messages again.
export const claim = {
  name: 'broker-claim',
  text: `WITH front AS MATERIALIZED (
           SELECT position, aggregate_id FROM broker.messages WHERE queue = $1 ORDER BY position LIMIT 200
         ), owned AS MATERIALIZED (
           SELECT aggregate_id FROM broker.messages
           WHERE queue = $1 AND available_at <= now()
             AND position = ANY (ARRAY (SELECT min(position) FROM front GROUP BY aggregate_id))
           ORDER BY position LIMIT $2 FOR UPDATE SKIP LOCKED
         )
         SELECT id, name, aggregate_id, body, written_at, attempts, trace FROM broker.messages
         WHERE queue = $1 AND position = ANY (ARRAY (
           SELECT position FROM front JOIN owned USING (aggregate_id) ORDER BY position LIMIT $2
         ))
         ORDER BY position`,
};

export const remove = {
  name: 'broker-remove',
  text: 'DELETE FROM broker.messages WHERE queue = $1 AND id = ANY ($2::uuid[])',
};

export const bury = {
  name: 'broker-bury',
  text: `WITH dead AS (
           DELETE FROM broker.messages WHERE queue = $1 AND id = $2 RETURNING *
         )
         INSERT INTO broker.dead_letters (queue, id, name, aggregate_id, body, written_at, attempts, reason, trace)
         SELECT queue, id, name, aggregate_id, body, written_at, attempts + 1, $3, trace FROM dead
         ON CONFLICT (queue, id) DO UPDATE
         SET attempts = excluded.attempts, reason = excluded.reason, died_at = excluded.died_at`,
};

// Ids are in the order in which messages were written.
export const replay = {
  name: 'broker-replay',
  text: `WITH back AS (
           DELETE FROM broker.dead_letters WHERE queue = $1
             AND id = ANY (ARRAY (SELECT id FROM broker.dead_letters WHERE queue = $1 ORDER BY id LIMIT $2))
           RETURNING *
         ), added AS (
           INSERT INTO broker.messages (queue, id, name, aggregate_id, body, written_at, trace)
           SELECT queue, id, name, aggregate_id, body, written_at, trace FROM back ORDER BY id
           ON CONFLICT DO NOTHING
         )
         SELECT count(*)::int AS replayed, pg_notify('broker_' || $1::text, '') FROM back`,
};

export const deadLetters = {
  name: 'broker-dead-letters',
  text: 'SELECT count(*)::int AS messages FROM broker.dead_letters',
};

// 0.2 s after the first failure, then twice as long each time, at most 5 s.
export const postpone = {
  name: 'broker-postpone',
  text: `UPDATE broker.messages
         SET attempts = attempts + 1, available_at = now() + least(5, 0.2 * 2 ^ least(attempts, 10)) * interval '1 second'
         WHERE queue = $1 AND id = ANY ($2::uuid[])`,
};

export const pending = {
  name: 'broker-pending',
  text: `SELECT (SELECT count(*) FROM broker.messages)::int + (SELECT count(*) FROM broker.dead_letters)::int AS messages`,
};
