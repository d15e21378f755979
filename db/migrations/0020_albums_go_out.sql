-- An album is one delivery and several messages: each part knows what the platform calls it, and goes with the others.
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
  head_seq bigint;
  parts integer;
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
      WHERE m.workspace_id = w AND m.id = r.message_id
      RETURNING m.seq INTO head_seq;
      -- The parts of an album stand right behind its first message.
      FOR part IN 2 .. coalesce(array_length(r.provider_message_ids, 1), 1) LOOP
        UPDATE messages m SET provider_message_id = r.provider_message_ids[part]
        WHERE m.workspace_id = w AND m.conversation_id = r.conversation_id AND m.seq = head_seq + part - 1;
      END LOOP;
    ELSIF r.outcome = 'sent' AND done = 'edit' THEN
      UPDATE messages m SET text = said, edited_at = now_at,
        payload = jsonb_set(coalesce(m.payload, '{}'), '{edits}', coalesce(m.payload -> 'edits', '[]')
          || jsonb_build_object('text', m.text, 'until', to_char(now_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      WHERE m.workspace_id = w AND m.id = r.message_id AND m.text <> said;
    ELSIF r.outcome = 'sent' AND done = 'delete' THEN
      UPDATE messages m SET deleted_at = now_at WHERE m.workspace_id = w AND m.id = r.message_id
      RETURNING m.seq INTO head_seq;
      SELECT coalesce(array_length(d.provider_message_ids, 1), 1) INTO parts FROM deliveries d
      WHERE d.workspace_id = w AND d.message_id = r.message_id AND d.action = 'send';
      UPDATE messages m SET deleted_at = now_at
      WHERE m.workspace_id = w AND m.conversation_id = r.conversation_id
        AND m.seq > head_seq AND m.seq < head_seq + parts;
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
