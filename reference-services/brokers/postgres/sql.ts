/** channelOf is where a queue's consumers are woken. */
export function channelOf(queue: string): string {
  return `broker_${queue}`;
}

// One row per queue that wants the message; a message that is published again is already there or already handled.
export const publish = {
  name: 'broker-publish',
  text: `WITH added AS (
           INSERT INTO broker.messages (queue, id, name, aggregate_id, body, written_at)
           SELECT queue, id, name, "aggregateId", body, "writtenAt"
           FROM jsonb_to_recordset($1::jsonb)
             AS message (id uuid, name text, "aggregateId" uuid, body jsonb, "writtenAt" timestamptz)
           JOIN unnest($2::text[], $3::text[]) AS wanted (name, queue) USING (name)
           ON CONFLICT DO NOTHING
           RETURNING queue
         )
         SELECT pg_notify('broker_' || queue, '') FROM (SELECT DISTINCT queue FROM added) AS woken`,
};

// The locks last until the transaction ends: with the consumer's connection gone, others see the messages again.
export const claim = {
  name: 'broker-claim',
  text: `SELECT id, name, aggregate_id, body, written_at, attempts FROM broker.messages
         WHERE queue = $1 AND NOT parked AND available_at <= now()
         ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
};

export const remove = {
  name: 'broker-remove',
  text: 'DELETE FROM broker.messages WHERE queue = $1 AND id = ANY ($2::uuid[])',
};

export const park = {
  name: 'broker-park',
  text: 'UPDATE broker.messages SET parked = true, attempts = attempts + 1 WHERE queue = $1 AND id = ANY ($2::uuid[])',
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
  text: 'SELECT count(*)::int AS messages FROM broker.messages',
};
