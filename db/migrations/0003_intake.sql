-- One batch of inbound updates, stored whole in one transaction, workspace by workspace. SECURITY INVOKER: it runs
-- under the caller's row security and sets app.workspace_id for each workspace of its batch in turn.
-- The shape of a row is `IntakeRow` in server/conversations/intake.
CREATE TYPE intake_row AS (
  workspace_id uuid, channel_id uuid, update_id bigint,
  -- message | edit | unreachable | reachable | ignored | rejected
  effect text, reject_reason text, body text,
  chat_id text, user_id text, display_name text, language_hint text,
  message_kind text, text text, payload jsonb, provider_message_id text, sent_at timestamptz,
  -- Made by the application, used where something new is made.
  customer_id uuid, identity_id uuid, address_id uuid, conversation_id uuid, message_id uuid, event_id uuid, file_id uuid,
  wants_agent boolean
);
--> statement-breakpoint
-- Returns the conversations that changed: (workspace_id, conversation_id), and how many updates were new.
CREATE FUNCTION ingest_updates(batch jsonb, now_at timestamptz,
  OUT fresh_count integer, OUT agent_count integer)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp
-- Plans are made once per connection, possibly while a table has one row, when every order of a join and every index
-- looks alike. So each look-up is a LATERAL probe with LIMIT 1, which cannot be turned round, and rows that were just
-- locked are updated by their ctid.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  all_rows intake_row[];
  mine intake_row[];
  fresh intake_row[];
  w uuid;
  made integer;
  -- Addresses whose reachability this batch changes, conversations to re-open, and those that are talked in.
  moved uuid[];
  stale uuid[];
  talking uuid[];
  talked uuid;
BEGIN
  fresh_count := 0;
  agent_count := 0;
  SELECT array_agg(r ORDER BY r.workspace_id, r.channel_id, r.update_id)
    INTO all_rows FROM jsonb_populate_recordset(NULL::intake_row, batch) r;

  FOR w IN SELECT DISTINCT r.workspace_id FROM unnest(all_rows) r ORDER BY 1 LOOP
    PERFORM set_config('app.workspace_id', w::text, true);

    -- The receipt first: a duplicate ends here.
    WITH mine AS (
      SELECT DISTINCT ON (r.channel_id, r.update_id) r FROM unnest(all_rows) r
      WHERE r.workspace_id = w ORDER BY r.channel_id, r.update_id
    ), taken AS (
      INSERT INTO update_receipts (workspace_id, channel_id, update_id, state, reason, received_at)
      SELECT w, (r).channel_id, (r).update_id,
             CASE WHEN (r).effect = 'rejected' THEN 'rejected' ELSE 'accepted' END, (r).reject_reason, now_at
      FROM mine ORDER BY (r).channel_id, (r).update_id
      ON CONFLICT DO NOTHING
      RETURNING channel_id, update_id
    )
    SELECT array_agg(m.r ORDER BY (m.r).channel_id, (m.r).update_id)
      INTO fresh FROM mine m JOIN taken t ON t.channel_id = (m.r).channel_id AND t.update_id = (m.r).update_id;
    CONTINUE WHEN fresh IS NULL;
    fresh_count := fresh_count + cardinality(fresh);

    INSERT INTO raw_updates (workspace_id, day, channel_id, update_id, received_at, body)
    SELECT w, (now_at AT TIME ZONE 'UTC')::date, r.channel_id, r.update_id, now_at, r.body FROM unnest(fresh) r
    ON CONFLICT DO NOTHING;

    SELECT array_agg(r ORDER BY r.channel_id, r.update_id) INTO mine
    FROM unnest(fresh) r WHERE r.effect IN ('message', 'edit', 'unreachable', 'reachable');
    CONTINUE WHEN mine IS NULL;

    -- Who writes: a known address, else a known identity, else a new customer.
    IF EXISTS (
      SELECT 1 FROM unnest(mine) r
      WHERE r.effect IN ('message', 'reachable') AND NOT EXISTS (
        SELECT 1 FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id OFFSET 0)
    ) THEN
      WITH wanted AS (
        SELECT DISTINCT ON (r.user_id) r.* FROM unnest(mine) r
        WHERE r.effect IN ('message', 'reachable') ORDER BY r.user_id, r.update_id
      ), new_identities AS (
        INSERT INTO identities (workspace_id, id, customer_id, kind, value, verified_at, verified_by, created_at)
        SELECT w, n.identity_id, n.customer_id, 'telegram', n.user_id, now_at, 'platform', now_at
        FROM wanted n
        WHERE NOT EXISTS (
          SELECT 1 FROM identities i WHERE i.workspace_id = w AND i.kind = 'telegram' AND i.value = n.user_id OFFSET 0)
        ORDER BY n.user_id
        ON CONFLICT DO NOTHING
        RETURNING customer_id, value
      ), new_customers AS (
        INSERT INTO customers (workspace_id, id, display_name, language_hint, created_at)
        SELECT w, i.customer_id, n.display_name, n.language_hint, now_at
        FROM new_identities i JOIN wanted n ON n.user_id = i.value
        RETURNING id, display_name
      )
      -- Found by the words of the name (folded by the application) from the first message on.
      INSERT INTO terms (workspace_id, kind, term, row_id, weight)
      SELECT DISTINCT w, 'customer', word, c.id, 1
      FROM new_customers c JOIN new_identities i ON i.customer_id = c.id JOIN wanted n ON n.user_id = i.value,
        jsonb_array_elements_text(coalesce(n.payload -> 'nameTerms', '[]'::jsonb)) word
      ON CONFLICT DO NOTHING;

      INSERT INTO addresses (workspace_id, id, customer_id, identity_id, channel_id, chat_id, created_at)
      SELECT DISTINCT ON (r.channel_id, r.chat_id) w, r.address_id, i.customer_id, i.id, r.channel_id, r.chat_id, now_at
      FROM unnest(mine) r CROSS JOIN LATERAL (
        SELECT i.id, i.customer_id FROM identities i
        WHERE i.workspace_id = w AND i.kind = 'telegram' AND i.value = r.user_id LIMIT 1) i
      WHERE r.effect IN ('message', 'reachable')
      ORDER BY r.channel_id, r.chat_id, r.update_id
      ON CONFLICT DO NOTHING;
    END IF;

    -- Blocked and unblocked: only the newest of the batch counts for an address.
    SELECT array_agg(l.id) INTO moved FROM (
      SELECT DISTINCT ON (a.id) a.id, a.is_reachable, r.effect
      FROM unnest(mine) r
      CROSS JOIN LATERAL (
        SELECT a.id, a.is_reachable FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id LIMIT 1) a
      WHERE r.effect <> 'edit' ORDER BY a.id, r.update_id DESC
    ) l WHERE l.is_reachable <> (l.effect <> 'unreachable');
    IF moved IS NOT NULL THEN
      UPDATE addresses a
      SET is_reachable = NOT a.is_reachable,
          unreachable_reason = CASE WHEN a.is_reachable THEN 'blocked' END
      WHERE a.workspace_id = w AND a.id = ANY (moved);
    END IF;

    -- One open conversation a customer and channel: the open one, one closed within 72 hours, or a new one.
    SELECT array_agg(DISTINCT p.id) INTO stale
    FROM unnest(mine) r
    CROSS JOIN LATERAL (
        SELECT a.customer_id FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id LIMIT 1) a
    CROSS JOIN LATERAL (
      SELECT c.id, c.status, c.closed_at FROM conversations c
      WHERE c.workspace_id = w AND c.customer_id = a.customer_id AND c.channel_id = r.channel_id
      ORDER BY c.created_at DESC LIMIT 1
    ) p
    WHERE r.effect = 'message' AND p.status = 'closed' AND p.closed_at > now_at - interval '72 hours';
    IF stale IS NOT NULL THEN
      WITH reopened AS (
        UPDATE conversations c
        SET status = 'open', closed_at = NULL, reopened_at = now_at, assigned_member_id = NULL,
            agent_seq = c.last_seq, clarify_count = 0
        WHERE c.workspace_id = w AND c.id = ANY (stale) AND c.status = 'closed'
        RETURNING c.resolved_at
      )
      -- A re-open takes the resolution back, in the figures of the hour that counted it.
      INSERT INTO later_jobs AS j (workspace_id, kind, subject, due_at)
      SELECT DISTINCT w, 'insight/hour', to_char(o.resolved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24'), now_at
      FROM reopened o WHERE o.resolved_at IS NOT NULL ORDER BY 3
      ON CONFLICT (workspace_id, kind, subject) DO UPDATE SET generation = j.generation + 1;
    END IF;
    INSERT INTO conversations (workspace_id, id, channel_id, customer_id, address_id, status, last_message_at,
      first_inbound_at, created_at)
    SELECT DISTINCT ON (r.channel_id, a.customer_id) w, r.conversation_id, r.channel_id, a.customer_id, a.id, 'open', now_at, now_at, now_at
    FROM unnest(mine) r
    CROSS JOIN LATERAL (
        SELECT a.id, a.customer_id FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id LIMIT 1) a
    WHERE r.effect = 'message' AND NOT EXISTS (
      SELECT 1 FROM conversations c WHERE c.workspace_id = w AND c.channel_id = r.channel_id
        AND c.customer_id = a.customer_id AND c.status <> 'closed' OFFSET 0)
    ORDER BY r.channel_id, a.customer_id, r.update_id
    ON CONFLICT DO NOTHING;

    -- Lock in one order, then give every message its place.
    SELECT array_agg(DISTINCT c.id) INTO talking
    FROM unnest(mine) r
    CROSS JOIN LATERAL (
        SELECT a.customer_id FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id LIMIT 1) a
    CROSS JOIN LATERAL (
        SELECT c.id FROM conversations c
        WHERE c.workspace_id = w AND c.channel_id = r.channel_id AND c.customer_id = a.customer_id
          AND c.status <> 'closed' LIMIT 1) c
    WHERE r.effect = 'message';
    IF talking IS NOT NULL THEN
      FOREACH talked IN ARRAY talking LOOP
        PERFORM 1 FROM conversations c WHERE c.workspace_id = w AND c.id = talked FOR NO KEY UPDATE;
      END LOOP;

      WITH placed AS (
        SELECT r.*, c.id AS conversation, c.tid, c.status AS conversation_status, a.id AS address,
               c.last_seq + row_number() OVER (PARTITION BY c.id ORDER BY r.update_id) AS seq
        FROM unnest(mine) r
        CROSS JOIN LATERAL (
        SELECT a.id, a.customer_id FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id LIMIT 1) a
        CROSS JOIN LATERAL (
        SELECT c.id, c.ctid AS tid, c.status, c.last_seq FROM conversations c
        WHERE c.workspace_id = w AND c.channel_id = r.channel_id AND c.customer_id = a.customer_id
          AND c.status <> 'closed' LIMIT 1) c
        WHERE r.effect = 'message'
      ), said AS (
        INSERT INTO messages (workspace_id, id, conversation_id, address_id, seq, direction, author, kind, text, payload,
          provider_message_id, sent_at, created_at)
        SELECT w, p.message_id, p.conversation, p.address, p.seq, 'in', 'customer', p.message_kind, p.text,
               nullif(p.payload - 'nameTerms', '{}'::jsonb), p.provider_message_id, p.sent_at, now_at
        FROM placed p
      ), touched AS (
        UPDATE conversations c
        SET last_seq = t.seq, last_message_at = greatest(c.last_message_at, now_at), last_inbound_at = now_at,
            waiting_since = coalesce(c.waiting_since, now_at), version = c.version + 1
        FROM (SELECT p.tid, max(p.seq) AS seq FROM placed p GROUP BY p.tid) t
        WHERE c.ctid = t.tid
        RETURNING c.id, c.version
      ), announced AS (
        INSERT INTO outbox (workspace_id, id, name, aggregate_id, version, actor_kind, occurred_at, due_at)
        SELECT w, p.event_id, 'message/received', p.conversation, t.version, 'webhook', now_at, now_at
        FROM placed p JOIN touched t ON t.id = p.conversation
      ), jobs AS (
        INSERT INTO agent_jobs AS j (workspace_id, conversation_id, due_at)
        SELECT w, p.conversation, now_at FROM placed p
        WHERE p.conversation_status = 'open' AND p.wants_agent
        GROUP BY p.conversation ORDER BY p.conversation
        ON CONFLICT (workspace_id, conversation_id) DO UPDATE
          SET generation = j.generation + 1, due_at = least(j.due_at, excluded.due_at)
        RETURNING 1
      )
      SELECT count(*) INTO made FROM jobs;
      agent_count := agent_count + made;

      IF EXISTS (SELECT 1 FROM unnest(mine) r WHERE r.file_id IS NOT NULL) THEN
        INSERT INTO files (workspace_id, id, message_id, state, created_at)
        SELECT w, r.file_id, r.message_id, 'waiting', now_at FROM unnest(mine) r WHERE r.file_id IS NOT NULL;
        INSERT INTO later_jobs (workspace_id, kind, subject, due_at)
        SELECT w, 'files/fetch', r.file_id::text, now_at FROM unnest(mine) r WHERE r.file_id IS NOT NULL;
      END IF;
    END IF;

    -- Edited texts keep what stood before.
    IF EXISTS (SELECT 1 FROM unnest(mine) r WHERE r.effect = 'edit') THEN
      WITH edits AS (
        SELECT DISTINCT ON (a.id, r.provider_message_id) a.id AS address, r.*
        FROM unnest(mine) r
        CROSS JOIN LATERAL (
        SELECT a.id FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id LIMIT 1) a
        WHERE r.effect = 'edit' ORDER BY a.id, r.provider_message_id, r.update_id DESC
      ), edited AS (
        UPDATE messages m
        SET payload = jsonb_set(coalesce(m.payload, '{}'::jsonb), '{edits}',
              coalesce(m.payload -> 'edits', '[]'::jsonb) || jsonb_build_object('text', m.text, 'until', e.sent_at)),
            text = e.text, edited_at = e.sent_at
        FROM edits e
        WHERE m.workspace_id = w AND m.address_id = e.address AND m.provider_message_id = e.provider_message_id
          AND m.direction = 'in' AND m.text <> e.text
        RETURNING m.conversation_id, e.event_id
      ), touched AS (
        UPDATE conversations c SET version = c.version + 1
        FROM (SELECT DISTINCT conversation_id FROM edited) t
        WHERE c.workspace_id = w AND c.id = t.conversation_id
        RETURNING c.id, c.version
      )
      INSERT INTO outbox (workspace_id, id, name, aggregate_id, version, actor_kind, occurred_at, due_at)
      SELECT w, e.event_id, 'message/edited', e.conversation_id, t.version, 'webhook', now_at, now_at
      FROM edited e JOIN touched t ON t.id = e.conversation_id;
    END IF;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION ingest_updates(jsonb, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ingest_updates(jsonb, timestamptz) TO santral_app, santral_worker;
