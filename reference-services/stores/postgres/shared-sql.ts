// What every store prepares, whatever it keeps.

// An array, since a join with a batch of unknown size may read the whole table; the locks keep rows where they are.
export const takeMessages = {
  name: 'outbox-take',
  text: `WITH taken AS (
           DELETE FROM outbox WHERE ctid = ANY (ARRAY (SELECT ctid FROM outbox ORDER BY position LIMIT $1 FOR UPDATE))
           RETURNING *
         )
         SELECT id, name, aggregate_id, body, written_at, trace FROM taken ORDER BY position`,
};

export const countPublished = {
  name: 'outbox-count',
  text: `INSERT INTO message_counts (direction, name, messages)
         SELECT 'published', name, count(*) FROM unnest($1::text[]) AS name GROUP BY name ORDER BY name
         ON CONFLICT (direction, name) DO UPDATE SET messages = message_counts.messages + excluded.messages`,
};

export const pendingMessages = {
  name: 'outbox-pending',
  text: 'SELECT count(*)::int AS messages FROM outbox',
};

export const messageCounts = {
  name: 'message-counts',
  text: `SELECT direction, name, sum(messages)::float8 AS messages FROM (
           SELECT direction, name, messages FROM message_counts
           UNION ALL SELECT 'consumed', name, count(*) FROM inbox GROUP BY name
         ) AS counted GROUP BY direction, name ORDER BY direction, name`,
};

// What is forgotten stays counted.
export const forgetConsumed = {
  name: 'inbox-forget',
  text: `WITH forgotten AS (
           DELETE FROM inbox WHERE message_id = ANY (ARRAY (
             SELECT message_id FROM inbox WHERE consumed_at < $1 ORDER BY consumed_at LIMIT $2 FOR UPDATE SKIP LOCKED
           ))
           RETURNING name
         ), counted AS (
           INSERT INTO message_counts (direction, name, messages)
           SELECT 'consumed', name, count(*) FROM forgotten GROUP BY name ORDER BY name
           ON CONFLICT (direction, name) DO UPDATE SET messages = message_counts.messages + excluded.messages
         )
         SELECT count(*)::int AS forgotten FROM forgotten`,
};

export const migrationExecuted = {
  name: 'migration-executed',
  text: 'SELECT 1 FROM migrations WHERE name = $1',
};
