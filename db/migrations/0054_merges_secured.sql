SELECT secure_workspace_table('customer_merges'), grant_workspace_table('customer_merges');
--> statement-breakpoint
-- The same as before, except that a conversation is looked for by its address and not by its customer: a customer of two
-- merged records has two chats with one bot, and what is written in one is answered there. A new conversation takes its
-- customer from the address under a lock, so that a merge at the same moment leaves none behind.
CREATE OR REPLACE FUNCTION ingest_updates(batch jsonb, now_at timestamptz,
  OUT fresh_count integer, OUT agent_count integer)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp
-- Plans are made once per connection, possibly while a table has one row, when every order of a join and every index
-- looks alike: so no look-up joins.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  today date := (now_at AT TIME ZONE 'UTC')::date;
  w uuid;
  mine intake_row[];
  r intake_row;
  -- Of the rows of `mine`, in their order.
  places intake_place[];
  place intake_place;
  taken text[];
  address uuid;
  can_be_reached boolean;
  is_muted boolean;
  -- Messages that were not taken in.
  muted uuid[];
  identity uuid;
  customer uuid;
  is_newcomer boolean;
  past uuid;
  past_closed_at timestamptz;
  agent_is_on boolean;
  made integer;
BEGIN
  fresh_count := 0;
  agent_count := 0;
  -- Workspace by workspace and chat by chat, so that two batches ask for the same rows in the same order.
  FOR w, mine IN
    SELECT u.workspace_id, array_agg(u.b ORDER BY u.channel_id, u.chat_id, u.update_id)
    FROM (
      SELECT DISTINCT ON (b.workspace_id, b.channel_id, b.update_id)
             b, b.workspace_id, b.channel_id, b.update_id, b.chat_id
      FROM jsonb_populate_recordset(NULL::intake_row, batch) b
      ORDER BY b.workspace_id, b.channel_id, b.update_id
    ) u GROUP BY u.workspace_id ORDER BY u.workspace_id
  LOOP
    PERFORM set_config('app.workspace_id', w::text, true);

    -- The receipt first: a duplicate ends here.
    WITH receipts AS (
      INSERT INTO update_receipts (workspace_id, channel_id, update_id, state, reason, received_at)
      SELECT w, u.channel_id, u.update_id,
             CASE WHEN u.effect = 'rejected' THEN 'rejected' ELSE 'accepted' END, u.reject_reason, now_at
      FROM unnest(mine) u ORDER BY u.channel_id, u.update_id
      ON CONFLICT DO NOTHING
      RETURNING channel_id, update_id
    )
    SELECT array_agg(t.channel_id || ' ' || t.update_id) INTO taken FROM receipts t;
    CONTINUE WHEN taken IS NULL;
    fresh_count := fresh_count + cardinality(taken);
    IF cardinality(taken) < cardinality(mine) THEN
      SELECT array_agg(m.u ORDER BY m.nth) INTO mine
      FROM (SELECT u, row_number() OVER () AS nth, u.channel_id || ' ' || u.update_id AS key FROM unnest(mine) u) m
      WHERE m.key = ANY (taken);
    END IF;

    INSERT INTO raw_updates (workspace_id, day, channel_id, update_id, received_at, body)
    SELECT w, today, u.channel_id, u.update_id, now_at, u.body FROM unnest(mine) u
    ON CONFLICT DO NOTHING;

    places := '{}';
    muted := '{}';
    FOREACH r IN ARRAY mine LOOP
      place := NULL;
      is_newcomer := false;
      is_muted := false;
      IF r.effect IN ('message', 'reachable', 'unreachable') THEN
        SELECT a.id, a.customer_id, a.is_reachable, a.is_blocked INTO address, customer, can_be_reached, is_muted
        FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id;

        -- Who writes: a known address, else a known identity, else a new customer.
        IF address IS NULL AND r.effect <> 'unreachable' THEN
          -- Held, so that a merge of its customer at this moment comes before this or after it.
          SELECT i.id, i.customer_id INTO identity, customer FROM identities i
          WHERE i.workspace_id = w AND i.kind = 'telegram' AND i.value = r.user_id FOR SHARE;
          IF identity IS NULL THEN
            is_newcomer := true;
            identity := new_id(now_at);
            customer := new_id(now_at);
            INSERT INTO customers (workspace_id, id, display_name, language_hint, created_at)
            VALUES (w, customer, r.display_name, r.language_hint, now_at);
            INSERT INTO identities (workspace_id, id, customer_id, kind, value, verified_at, verified_by, created_at)
            VALUES (w, identity, customer, 'telegram', r.user_id, now_at, 'platform', now_at);
            -- Found by the words of the name (folded by the application) from the first message on.
            INSERT INTO terms (workspace_id, kind, term, row_id, weight)
            SELECT DISTINCT w, 'customer', word, customer, 1
            FROM jsonb_array_elements_text(coalesce(r.payload -> 'nameTerms', '[]'::jsonb)) word;
          END IF;
          IF NOT is_newcomer THEN
            SELECT u.blocked_at IS NOT NULL INTO is_muted FROM customers u WHERE u.workspace_id = w AND u.id = customer;
          END IF;
          address := new_id(now_at);
          can_be_reached := true;
          INSERT INTO addresses (workspace_id, id, customer_id, identity_id, channel_id, chat_id, is_blocked, created_at)
          VALUES (w, address, customer, identity, r.channel_id, r.chat_id, coalesce(is_muted, false), now_at);
        END IF;

        -- Blocked and unblocked.
        IF can_be_reached <> (r.effect <> 'unreachable') THEN
          UPDATE addresses a
          SET is_reachable = NOT a.is_reachable, unreachable_reason = CASE WHEN a.is_reachable THEN 'blocked' END
          WHERE a.workspace_id = w AND a.id = address;
        END IF;
      END IF;

      -- One open conversation an address and channel: the open one, one closed within 72 hours, or a new one.
      IF is_muted AND r.effect = 'message' THEN
        muted := muted || r.message_id;
        r.effect := 'muted';
      END IF;
      WHILE r.effect = 'message' LOOP
        past := NULL;
        past_closed_at := NULL;
        IF NOT is_newcomer THEN
          UPDATE conversations c
          SET last_seq = c.last_seq + 1, last_message_at = greatest(c.last_message_at, now_at),
              last_inbound_at = now_at, waiting_since = coalesce(c.waiting_since, now_at), snoozed_until = NULL,
              version = c.version + 1
          WHERE c.workspace_id = w AND c.channel_id = r.channel_id AND c.address_id = address AND c.status <> 'closed'
          RETURNING c.id, address, c.last_seq, c.version, c.status = 'open' INTO place;
          EXIT WHEN FOUND;
          -- The same for the address: a merge that has just moved it says whose the new conversation is.
          SELECT a.customer_id INTO customer FROM addresses a
          WHERE a.workspace_id = w AND a.id = address FOR SHARE;
          SELECT c.id, c.closed_at INTO past, past_closed_at FROM conversations c
          WHERE c.workspace_id = w AND c.customer_id = customer AND c.channel_id = r.channel_id AND c.address_id = address
          ORDER BY c.created_at DESC LIMIT 1;
        END IF;
        IF past_closed_at > now_at - interval '72 hours' THEN
          WITH reopened AS (
            UPDATE conversations c
            SET status = 'open', closed_at = NULL, reopened_at = now_at, assigned_member_id = NULL,
                agent_seq = c.last_seq, clarify_count = 0
            WHERE c.workspace_id = w AND c.id = past AND c.status = 'closed'
            RETURNING c.resolved_at
          )
          -- A re-open takes the resolution back, in the figures of the hour that counted it.
          INSERT INTO later_jobs AS j (workspace_id, kind, subject, due_at)
          SELECT w, 'insight/hour', to_char(o.resolved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24'), now_at
          FROM reopened o WHERE o.resolved_at IS NOT NULL
          ON CONFLICT (workspace_id, kind, subject) DO UPDATE SET generation = j.generation + 1;
        ELSIF past IS NULL OR past_closed_at IS NOT NULL THEN
          INSERT INTO conversations AS c (workspace_id, id, channel_id, customer_id, address_id, status, last_seq, version,
            last_message_at, first_inbound_at, last_inbound_at, waiting_since, created_at)
          VALUES (w, new_id(now_at), r.channel_id, customer, address, 'open', 1, 2, now_at, now_at, now_at, now_at, now_at)
          ON CONFLICT DO NOTHING
          RETURNING c.id, address, c.last_seq, c.version, true INTO place;
          EXIT WHEN FOUND;
          is_newcomer := false;
        END IF;
        -- Neither: somebody opened it again between the two looks, so the first one finds it now.
      END LOOP;
      places := places || place;
    END LOOP;

    INSERT INTO messages (workspace_id, id, conversation_id, address_id, seq, direction, author, kind, text, payload,
      provider_message_id, sent_at, created_at)
    SELECT w, u.message_id, u.in_conversation, u.from_address, u.seq, 'in', 'customer', u.message_kind, u.text,
           nullif(u.payload - 'nameTerms', '{}'::jsonb), u.provider_message_id, u.sent_at, now_at
    FROM ROWS FROM (unnest(mine), unnest(places)) u WHERE u.in_conversation IS NOT NULL;
    IF FOUND THEN
      INSERT INTO outbox (workspace_id, id, name, aggregate_id, version, actor_kind, occurred_at, due_at)
      SELECT w, u.event_id, 'message/received', u.in_conversation, u.version, 'webhook', now_at, now_at
      FROM ROWS FROM (unnest(mine), unnest(places)) u WHERE u.in_conversation IS NOT NULL;

      SELECT s.is_agent_on INTO agent_is_on FROM workspaces s WHERE s.id = w;
      IF agent_is_on THEN
        INSERT INTO agent_jobs AS j (workspace_id, conversation_id, due_at)
        SELECT w, u.in_conversation, now_at
        FROM ROWS FROM (unnest(mine), unnest(places)) u WHERE u.is_open AND u.wants_agent
        GROUP BY u.in_conversation ORDER BY u.in_conversation
        ON CONFLICT (workspace_id, conversation_id) DO UPDATE
          SET generation = j.generation + 1, due_at = least(j.due_at, excluded.due_at);
        GET DIAGNOSTICS made = ROW_COUNT;
        agent_count := agent_count + made;
      END IF;
    END IF;

    FOREACH r IN ARRAY mine LOOP
      IF r.effect IN ('edit', 'reaction') THEN
        -- What it changes has not come yet: looked for again later.
        IF NOT ingest_message_change(w, r, now_at) THEN
          INSERT INTO later_jobs (workspace_id, kind, subject, due_at)
          VALUES (w, 'conversations/change', today || ' ' || r.channel_id || ' ' || r.update_id, now_at + interval '1 second')
          ON CONFLICT DO NOTHING;
        END IF;
      ELSIF r.file_id IS NOT NULL AND r.message_id <> ALL (muted) THEN
        INSERT INTO files (workspace_id, id, message_id, state, created_at)
        VALUES (w, r.file_id, r.message_id, 'waiting', now_at);
        INSERT INTO later_jobs (workspace_id, kind, subject, due_at)
        VALUES (w, 'files/fetch', r.file_id::text, now_at);
      ELSIF r.effect = 'group' THEN
        PERFORM ingest_group_change(w, r.channel_id, r.chat_id, r.payload, r.event_id, now_at);
      END IF;
    END LOOP;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
