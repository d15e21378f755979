-- The dispatcher's two batches know what a delivery does: it sends a message, or edits, deletes or reacts to what was sent.
-- A message changes when the platform has taken the change, not when it was asked for: what stands in it is what the
-- customer sees.
DROP FUNCTION claim_deliveries(jsonb, uuid[], uuid, timestamptz, integer);
--> statement-breakpoint
CREATE FUNCTION claim_deliveries(wanted jsonb, resting_addresses uuid[], holder uuid, now_at timestamptz, lease_ms integer)
RETURNS TABLE (
  workspace_id uuid, delivery_id uuid, message_id uuid, conversation_id uuid, channel_id uuid, address_id uuid,
  lane smallint, attempts integer, was_interrupted boolean, purpose text, author text, chat_id text,
  is_reachable boolean, is_opted_out boolean, text text, payload jsonb, kind text, action text, said text,
  provider_message_id text, provider_message_ids text[], reply_to_provider_id text
)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  claimed claimed_delivery[];
  c claimed_delivery;
  w uuid;
BEGIN
  SELECT array_agg(ROW(due.workspace_id, due.delivery_id, due.was_interrupted)::claimed_delivery ORDER BY due.workspace_id)
    INTO claimed
  FROM jsonb_to_recordset(wanted) AS b(channel_id uuid, lane smallint, allowance integer)
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
  ) due;
  IF claimed IS NULL THEN RETURN; END IF;

  FOREACH c IN ARRAY claimed LOOP
    IF w IS DISTINCT FROM c.workspace_id THEN
      w := c.workspace_id;
      PERFORM set_config('app.workspace_id', w::text, true);
    END IF;
    workspace_id := w;
    delivery_id := c.delivery_id;
    was_interrupted := c.was_interrupted;
    UPDATE delivery_queue q
    SET lease_until = now_at + make_interval(secs => lease_ms / 1000.0), lease_holder = holder, attempts = q.attempts + 1
    WHERE q.workspace_id = w AND q.delivery_id = c.delivery_id
    RETURNING q.lane, q.attempts INTO lane, attempts;
    UPDATE deliveries d
    SET state = 'sending', attempts = d.attempts + 1, updated_at = now_at,
        error_code = CASE WHEN c.was_interrupted THEN 'interrupted' ELSE d.error_code END
    WHERE d.workspace_id = w AND d.id = c.delivery_id
    RETURNING d.message_id, d.channel_id, d.address_id, d.purpose, d.action, d.text
      INTO message_id, channel_id, address_id, purpose, action, said;
    SELECT m.conversation_id, m.author, m.text, m.payload, m.kind, m.provider_message_id
      INTO conversation_id, author, text, payload, kind, provider_message_id
    FROM messages m WHERE m.workspace_id = w AND m.id = message_id;
    provider_message_ids := NULL;
    reply_to_provider_id := NULL;
    IF action = 'delete' THEN
      SELECT d.provider_message_ids INTO provider_message_ids FROM deliveries d
      WHERE d.workspace_id = w AND d.message_id = claim_deliveries.message_id AND d.action = 'send';
    ELSIF action = 'send' AND payload -> 'replyTo' ? 'messageId' THEN
      SELECT m.provider_message_id INTO reply_to_provider_id FROM messages m
      WHERE m.workspace_id = w AND m.id = (claim_deliveries.payload -> 'replyTo' ->> 'messageId')::uuid AND m.address_id = claim_deliveries.address_id;
    END IF;
    SELECT a.chat_id, a.is_reachable, u.opted_out_at IS NOT NULL INTO chat_id, is_reachable, is_opted_out
    FROM addresses a JOIN customers u ON u.workspace_id = w AND u.id = a.customer_id
    WHERE a.workspace_id = w AND a.id = address_id;
    RETURN NEXT;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION claim_deliveries(jsonb, uuid[], uuid, timestamptz, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION claim_deliveries(jsonb, uuid[], uuid, timestamptz, integer) TO santral_worker;
--> statement-breakpoint
--> statement-breakpoint
ALTER TYPE delivery_result ADD ATTRIBUTE provider_message_ids text[];
--> statement-breakpoint
CREATE OR REPLACE FUNCTION record_deliveries(batch jsonb, holder uuid, now_at timestamptz, OUT recorded integer)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  all_rows delivery_result[];
  r delivery_result;
  w uuid;
  bumped bigint;
  done text;
  said text;
BEGIN
  recorded := 0;
  -- The same order of locks as intake: addresses, then conversations by id, then what hangs on them.
  SELECT array_agg(g ORDER BY g.workspace_id, g.address_id)
    INTO all_rows FROM jsonb_populate_recordset(NULL::delivery_result, batch) g
    WHERE coalesce(g.unreachable_reason, g.new_chat_id, g.channel_error) IS NOT NULL;
  FOREACH r IN ARRAY coalesce(all_rows, '{}') LOOP
    IF w IS DISTINCT FROM r.workspace_id THEN
      w := r.workspace_id;
      PERFORM set_config('app.workspace_id', w::text, true);
    END IF;
    IF r.unreachable_reason IS NOT NULL THEN
      UPDATE addresses a SET is_reachable = false, unreachable_reason = r.unreachable_reason
      WHERE a.workspace_id = w AND a.id = r.address_id;
    END IF;
    IF r.new_chat_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM addresses o WHERE o.workspace_id = w AND o.channel_id = r.channel_id AND o.chat_id = r.new_chat_id
    ) THEN
      UPDATE addresses a SET chat_id = r.new_chat_id WHERE a.workspace_id = w AND a.id = r.address_id;
    END IF;
    IF r.channel_error IS NOT NULL THEN
      UPDATE channels c SET state = 'broken', last_error = r.channel_error, last_error_at = now_at
      WHERE c.workspace_id = w AND c.id = r.channel_id AND c.state IN ('active', 'paused');
      IF FOUND THEN
        INSERT INTO outbox (workspace_id, id, name, aggregate_id, actor_kind, actor_id, occurred_at, due_at)
        VALUES (w, r.channel_event_id, 'channel/changed', r.channel_id, 'system', 'dispatcher', now_at, now_at);
      END IF;
    END IF;
  END LOOP;

  SELECT array_agg(g ORDER BY g.workspace_id, g.conversation_id, g.delivery_id)
    INTO all_rows FROM jsonb_populate_recordset(NULL::delivery_result, batch) g;
  FOREACH r IN ARRAY coalesce(all_rows, '{}') LOOP
    IF w IS DISTINCT FROM r.workspace_id THEN
      w := r.workspace_id;
      PERFORM set_config('app.workspace_id', w::text, true);
    END IF;
    IF r.outcome = 'again' THEN
      UPDATE delivery_queue q
      SET due_at = r.due_at, lease_until = NULL, lease_holder = NULL,
          attempts = q.attempts - CASE WHEN r.is_counted THEN 0 ELSE 1 END
      WHERE q.workspace_id = w AND q.delivery_id = r.delivery_id AND q.lease_holder = holder;
    ELSE
      DELETE FROM delivery_queue q
      WHERE q.workspace_id = w AND q.delivery_id = r.delivery_id AND (r.outcome = 'sent' OR q.lease_holder = holder);
    END IF;
    CONTINUE WHEN NOT FOUND AND r.outcome <> 'sent';

    UPDATE conversations c SET version = c.version + 1
    WHERE c.workspace_id = w AND c.id = r.conversation_id
    RETURNING c.version INTO bumped;
    UPDATE deliveries d
    SET state = CASE WHEN r.outcome = 'again' THEN 'queued' ELSE r.outcome END,
        attempts = d.attempts - CASE WHEN r.outcome = 'again' AND NOT r.is_counted THEN 1 ELSE 0 END,
        provider_message_id = coalesce(r.provider_message_id, d.provider_message_id),
        provider_message_ids = coalesce(r.provider_message_ids, d.provider_message_ids),
        -- A message that was sent again after an interruption may have arrived twice: it keeps the mark. A change that
        -- was made twice is made once.
        error_code = CASE WHEN r.outcome = 'sent'
          THEN CASE WHEN d.error_code = 'interrupted' AND d.action = 'send' THEN d.error_code END ELSE r.error_code END,
        error_text = CASE WHEN r.outcome = 'sent' THEN NULL ELSE r.error_text END,
        sent_at = CASE WHEN r.outcome = 'sent' THEN now_at ELSE d.sent_at END,
        updated_at = now_at
    WHERE d.workspace_id = w AND d.id = r.delivery_id
      AND (d.state IN ('queued', 'sending') OR (r.outcome = 'sent' AND d.state = 'unconfirmed'))
    RETURNING d.action, d.text INTO done, said;
    CONTINUE WHEN NOT FOUND;
    recorded := recorded + 1;
    IF r.outcome = 'sent' AND done = 'send' THEN
      UPDATE messages m SET provider_message_id = r.provider_message_id
      WHERE m.workspace_id = w AND m.id = r.message_id;
    ELSIF r.outcome = 'sent' AND done = 'edit' THEN
      UPDATE messages m SET text = said, edited_at = now_at,
        payload = jsonb_set(coalesce(m.payload, '{}'), '{edits}', coalesce(m.payload -> 'edits', '[]')
          || jsonb_build_object('text', m.text, 'until', to_char(now_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      WHERE m.workspace_id = w AND m.id = r.message_id AND m.text <> said;
    ELSIF r.outcome = 'sent' AND done = 'delete' THEN
      UPDATE messages m SET deleted_at = now_at WHERE m.workspace_id = w AND m.id = r.message_id;
    ELSIF r.outcome = 'sent' AND done = 'react' THEN
      UPDATE messages m SET payload = CASE WHEN said = '' THEN m.payload - 'ownReaction'
          ELSE jsonb_set(coalesce(m.payload, '{}'), '{ownReaction}', to_jsonb(said)) END
      WHERE m.workspace_id = w AND m.id = r.message_id;
    END IF;
    INSERT INTO outbox (workspace_id, id, name, aggregate_id, version, actor_kind, actor_id, occurred_at, due_at)
    VALUES (w, r.event_id, 'delivery/changed', r.conversation_id, bumped, 'system', 'dispatcher', now_at, now_at);
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
