-- The dispatcher's two batches. SECURITY INVOKER: they run under the worker's row security and set
-- app.workspace_id for each workspace of their batch in turn.

-- Takes what may be sent now: per bot and lane the oldest due heads of their chats, at most one in flight a chat, the
-- interactive lane before bulk. The lease is the durable record that a send is in flight; an expired one of another
-- holder means a send that was interrupted. Returns what there is to send; platform-free.
CREATE TYPE claimed_delivery AS (workspace_id uuid, delivery_id uuid, lane smallint, attempts integer, was_interrupted boolean);
--> statement-breakpoint
CREATE FUNCTION claim_deliveries(wanted jsonb, resting_addresses uuid[], holder uuid, now_at timestamptz, lease_ms integer)
RETURNS TABLE (
  workspace_id uuid, delivery_id uuid, channel_id uuid, address_id uuid, lane smallint, attempts integer,
  was_interrupted boolean, purpose text, author text, chat_id text, is_reachable boolean, is_opted_out boolean,
  text text, payload jsonb
)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  claimed claimed_delivery[];
  w uuid;
BEGIN
  WITH picked AS MATERIALIZED (
    SELECT due.* FROM jsonb_to_recordset(wanted) AS b(channel_id uuid, lane smallint, allowance integer)
    CROSS JOIN LATERAL (
      SELECT q.workspace_id, q.delivery_id, q.lease_until IS NOT NULL AS was_interrupted
      FROM delivery_queue q
      WHERE q.channel_id = b.channel_id AND q.lane = b.lane AND q.due_at <= now_at
        AND (q.lease_until IS NULL OR (q.lease_until <= now_at AND q.lease_holder IS DISTINCT FROM holder))
        AND q.address_id <> ALL (resting_addresses)
        AND NOT EXISTS (
          SELECT 1 FROM delivery_queue e
          WHERE e.address_id = q.address_id AND e.delivery_id <> q.delivery_id
            AND ((e.lane, e.position) < (q.lane, q.position)
              OR (e.lease_until IS NOT NULL AND (e.lease_until > now_at OR e.lease_holder = holder))))
      ORDER BY q.due_at, q.position LIMIT b.allowance FOR UPDATE SKIP LOCKED
    ) due
  ), leased AS (
    UPDATE delivery_queue q
    SET lease_until = now_at + make_interval(secs => lease_ms / 1000.0), lease_holder = holder, attempts = q.attempts + 1
    FROM picked p WHERE q.workspace_id = p.workspace_id AND q.delivery_id = p.delivery_id
    RETURNING q.workspace_id, q.delivery_id, q.lane, q.attempts, p.was_interrupted
  )
  SELECT array_agg(ROW(l.workspace_id, l.delivery_id, l.lane, l.attempts, l.was_interrupted)::claimed_delivery)
    INTO claimed FROM leased l;
  IF claimed IS NULL THEN RETURN; END IF;

  FOR w IN SELECT DISTINCT c.workspace_id FROM unnest(claimed) c ORDER BY 1 LOOP
    PERFORM set_config('app.workspace_id', w::text, true);
    RETURN QUERY
    WITH mine AS MATERIALIZED (
      SELECT * FROM unnest(claimed) c WHERE c.workspace_id = w
    ), marked AS (
      UPDATE deliveries d
      SET state = 'sending', attempts = d.attempts + 1, updated_at = now_at,
          error_code = CASE WHEN m.was_interrupted THEN 'interrupted' ELSE d.error_code END
      FROM mine m WHERE d.workspace_id = w AND d.id = m.delivery_id
      RETURNING d.id, d.message_id, d.channel_id, d.address_id, d.purpose, m.lane, m.attempts, m.was_interrupted
    )
    SELECT w, d.id, d.channel_id, d.address_id, d.lane, d.attempts, d.was_interrupted, d.purpose, m.author, a.chat_id,
           a.is_reachable, c.opted_out_at IS NOT NULL, m.text, m.payload
    FROM marked d
    JOIN messages m ON m.workspace_id = w AND m.id = d.message_id
    JOIN addresses a ON a.workspace_id = w AND a.id = d.address_id
    JOIN customers c ON c.workspace_id = w AND c.id = a.customer_id;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION claim_deliveries(jsonb, uuid[], uuid, timestamptz, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION claim_deliveries(jsonb, uuid[], uuid, timestamptz, integer) TO santral_worker;
--> statement-breakpoint

-- What became of sends. `outcome`: sent, failed, suppressed, unconfirmed, or again (back into the queue at `due_at`;
-- `is_counted` false gives the try back). The shape of a row is `DeliveryResult` in server/deliveries.
CREATE TYPE delivery_result AS (
  workspace_id uuid, delivery_id uuid, outcome text, provider_message_id text, error_code text, error_text text,
  due_at timestamptz, is_counted boolean, unreachable_reason text, new_chat_id text, channel_error text,
  event_id uuid, channel_event_id uuid
);
--> statement-breakpoint
-- Whoever has sent records it, even when another holder has taken the lease meanwhile; every other outcome counts only
-- from the lease's holder. Returns how many rows of the batch had an effect.
CREATE FUNCTION record_deliveries(batch jsonb, holder uuid, now_at timestamptz, OUT recorded integer)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  all_rows delivery_result[];
  mine delivery_result[];
  w uuid;
  made integer;
BEGIN
  recorded := 0;
  SELECT array_agg(r ORDER BY r.workspace_id, r.delivery_id)
    INTO all_rows FROM jsonb_populate_recordset(NULL::delivery_result, batch) r;

  FOR w IN SELECT DISTINCT r.workspace_id FROM unnest(all_rows) r ORDER BY 1 LOOP
    PERFORM set_config('app.workspace_id', w::text, true);

    WITH given AS MATERIALIZED (
      SELECT r FROM unnest(all_rows) r WHERE r.workspace_id = w
    ), ended AS (
      DELETE FROM delivery_queue q USING given g
      WHERE q.workspace_id = w AND q.delivery_id = (g.r).delivery_id AND (g.r).outcome <> 'again'
        AND ((g.r).outcome = 'sent' OR q.lease_holder = holder)
      RETURNING q.delivery_id
    ), put_back AS (
      UPDATE delivery_queue q
      SET due_at = (g.r).due_at, lease_until = NULL, lease_holder = NULL,
          attempts = q.attempts - CASE WHEN (g.r).is_counted THEN 0 ELSE 1 END
      FROM given g
      WHERE q.workspace_id = w AND q.delivery_id = (g.r).delivery_id AND (g.r).outcome = 'again' AND q.lease_holder = holder
      RETURNING q.delivery_id
    )
    SELECT array_agg(g.r ORDER BY (g.r).delivery_id) INTO mine FROM given g
    WHERE (g.r).outcome = 'sent' OR (g.r).delivery_id IN (SELECT delivery_id FROM ended UNION ALL SELECT delivery_id FROM put_back);
    CONTINUE WHEN mine IS NULL;

    -- The same order of locks as intake: addresses, then conversations, then what hangs on them.
    IF EXISTS (SELECT 1 FROM unnest(mine) r WHERE r.unreachable_reason IS NOT NULL OR r.new_chat_id IS NOT NULL) THEN
      UPDATE addresses a
      SET is_reachable = a.is_reachable AND r.unreachable_reason IS NULL,
          unreachable_reason = coalesce(r.unreachable_reason, a.unreachable_reason),
          chat_id = CASE WHEN r.new_chat_id IS NULL OR EXISTS (
              SELECT 1 FROM addresses o WHERE o.workspace_id = w AND o.channel_id = a.channel_id AND o.chat_id = r.new_chat_id)
            THEN a.chat_id ELSE r.new_chat_id END
      FROM unnest(mine) r, deliveries d
      WHERE (r.unreachable_reason IS NOT NULL OR r.new_chat_id IS NOT NULL)
        AND d.workspace_id = w AND d.id = r.delivery_id AND a.workspace_id = w AND a.id = d.address_id;
    END IF;
    IF EXISTS (SELECT 1 FROM unnest(mine) r WHERE r.channel_error IS NOT NULL) THEN
      WITH broken AS (
        UPDATE channels c
        SET state = 'broken', last_error = r.channel_error, last_error_at = now_at
        FROM (
          SELECT DISTINCT ON (d.channel_id) d.channel_id, r.channel_error, r.channel_event_id
          FROM unnest(mine) r JOIN deliveries d ON d.workspace_id = w AND d.id = r.delivery_id
          WHERE r.channel_error IS NOT NULL ORDER BY d.channel_id
        ) r
        WHERE c.workspace_id = w AND c.id = r.channel_id AND c.state IN ('active', 'paused')
        RETURNING c.id, r.channel_event_id
      )
      INSERT INTO outbox (workspace_id, id, name, aggregate_id, actor_kind, actor_id, occurred_at, due_at)
      SELECT w, b.channel_event_id, 'channel/changed', b.id, 'system', 'dispatcher', now_at, now_at FROM broken b;
    END IF;

    PERFORM 1 FROM conversations c
    WHERE c.workspace_id = w AND c.id IN (
      SELECT m.conversation_id FROM unnest(mine) r
      JOIN deliveries d ON d.workspace_id = w AND d.id = r.delivery_id
      JOIN messages m ON m.workspace_id = w AND m.id = d.message_id)
    ORDER BY c.id FOR NO KEY UPDATE;

    WITH changed AS (
      UPDATE deliveries d
      SET state = CASE WHEN r.outcome = 'again' THEN 'queued' ELSE r.outcome END,
          attempts = d.attempts - CASE WHEN r.outcome = 'again' AND NOT r.is_counted THEN 1 ELSE 0 END,
          provider_message_id = coalesce(r.provider_message_id, d.provider_message_id),
          -- A message that was sent again after an interruption may have arrived twice: it keeps the mark.
          error_code = CASE WHEN r.outcome = 'sent'
            THEN CASE WHEN d.error_code = 'interrupted' THEN d.error_code END ELSE r.error_code END,
          error_text = CASE WHEN r.outcome = 'sent' THEN NULL ELSE r.error_text END,
          sent_at = CASE WHEN r.outcome = 'sent' THEN now_at ELSE d.sent_at END,
          updated_at = now_at
      FROM unnest(mine) r
      WHERE d.workspace_id = w AND d.id = r.delivery_id
        AND (d.state IN ('queued', 'sending') OR (r.outcome = 'sent' AND d.state = 'unconfirmed'))
      RETURNING d.message_id, d.provider_message_id, r.outcome, r.event_id
    ), told AS (
      UPDATE messages m SET provider_message_id = c.provider_message_id
      FROM changed c
      WHERE m.workspace_id = w AND m.id = c.message_id AND c.outcome = 'sent'
    ), talks AS (
      SELECT m.conversation_id, (array_agg(c.event_id ORDER BY c.event_id))[1] AS event_id, count(*) AS deliveries
      FROM changed c JOIN messages m ON m.workspace_id = w AND m.id = c.message_id
      GROUP BY m.conversation_id
    ), bumped AS (
      UPDATE conversations c SET version = c.version + 1
      FROM talks t WHERE c.workspace_id = w AND c.id = t.conversation_id
      RETURNING c.id, c.version, t.event_id, t.deliveries
    ), announced AS (
      INSERT INTO outbox (workspace_id, id, name, aggregate_id, version, actor_kind, actor_id, occurred_at, due_at)
      SELECT w, b.event_id, 'delivery/changed', b.id, b.version, 'system', 'dispatcher', now_at, now_at FROM bumped b
    )
    SELECT coalesce(sum(b.deliveries), 0) INTO made FROM bumped b;
    recorded := recorded + made;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION record_deliveries(jsonb, uuid, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION record_deliveries(jsonb, uuid, timestamptz) TO santral_worker;
