CREATE TABLE "group_events" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor_name" text,
	"subject_name" text,
	"details" jsonb,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "group_events_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "group_events_kind" CHECK ("group_events"."kind" in ('bot_added', 'bot_left', 'bot_removed', 'rights_gained', 'rights_lost', 'renamed', 'photo_changed', 'migrated', 'member_joined', 'member_left', 'member_removed', 'member_promoted', 'member_restricted'))
);
--> statement-breakpoint
CREATE TABLE "group_members" (
	"workspace_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"display_name" text NOT NULL,
	"username" text,
	"is_bot" boolean NOT NULL,
	"status" text NOT NULL,
	"invite_link" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "group_members_workspace_id_group_id_user_id_pk" PRIMARY KEY("workspace_id","group_id","user_id"),
	CONSTRAINT "group_members_status" CHECK ("group_members"."status" in ('creator', 'administrator', 'member', 'restricted', 'left', 'kicked'))
);
--> statement-breakpoint
CREATE TABLE "group_messages" (
	"workspace_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"chat_id" text NOT NULL,
	"provider_message_id" bigint NOT NULL,
	"thread_id" text,
	"user_id" text,
	"sender_name" text NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"payload" jsonb,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "group_messages_workspace_id_group_id_chat_id_provider_message_id_pk" PRIMARY KEY("workspace_id","group_id","chat_id","provider_message_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"chat_id" text NOT NULL,
	"former_chat_id" text,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"username" text,
	"bot_status" text NOT NULL,
	"rights" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"lost_rights" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"troubled_at" timestamp (3) with time zone,
	"member_count" integer,
	"checked_at" timestamp (3) with time zone,
	"check_error" text,
	"last_message_at" timestamp (3) with time zone,
	"version" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "groups_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "groups_kind" CHECK ("groups"."kind" in ('group', 'supergroup', 'channel')),
	CONSTRAINT "groups_bot_status" CHECK ("groups"."bot_status" in ('creator', 'administrator', 'member', 'restricted', 'left', 'kicked'))
);
--> statement-breakpoint
ALTER TABLE "group_events" ADD CONSTRAINT "group_events_group_fk" FOREIGN KEY ("workspace_id","group_id") REFERENCES "public"."groups"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group_fk" FOREIGN KEY ("workspace_id","group_id") REFERENCES "public"."groups"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_messages" ADD CONSTRAINT "group_messages_group_fk" FOREIGN KEY ("workspace_id","group_id") REFERENCES "public"."groups"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_events_group" ON "group_events" USING btree ("workspace_id","group_id","at");--> statement-breakpoint
CREATE INDEX "group_messages_sent" ON "group_messages" USING btree ("workspace_id","group_id","sent_at");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_chat" ON "groups" USING btree ("workspace_id","channel_id","chat_id");--> statement-breakpoint
CREATE INDEX "groups_former_chat" ON "groups" USING btree ("workspace_id","channel_id","former_chat_id") WHERE former_chat_id is not null;--> statement-breakpoint
SELECT secure_workspace_table('groups'), grant_workspace_table('groups');
--> statement-breakpoint
SELECT secure_workspace_table('group_members'), grant_workspace_table('group_members');
--> statement-breakpoint
SELECT secure_workspace_table('group_messages'), grant_workspace_table('group_messages');
--> statement-breakpoint
SELECT secure_workspace_table('group_events'), grant_workspace_table('group_events');
--> statement-breakpoint
-- Gives everything of one group to another of the same workspace, and forgets the first: the two halves of a group
-- that became a supergroup, when the new one was heard of before the news.
CREATE FUNCTION merge_groups(w uuid, lost uuid, kept uuid) RETURNS void
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE group_messages SET group_id = kept WHERE workspace_id = w AND group_id = lost;
  UPDATE group_events SET group_id = kept WHERE workspace_id = w AND group_id = lost;
  INSERT INTO group_members (workspace_id, group_id, user_id, display_name, username, is_bot, status, invite_link, changed_at)
  SELECT workspace_id, kept, user_id, display_name, username, is_bot, status, invite_link, changed_at
  FROM group_members WHERE workspace_id = w AND group_id = lost
  ON CONFLICT (workspace_id, group_id, user_id) DO UPDATE
    SET status = excluded.status, invite_link = excluded.invite_link, changed_at = excluded.changed_at
    WHERE group_members.changed_at <= excluded.changed_at;
  DELETE FROM group_members WHERE workspace_id = w AND group_id = lost;
  UPDATE groups k
  SET bot_status = l.bot_status, rights = l.rights, title = l.title, username = l.username,
      last_message_at = greatest(k.last_message_at, l.last_message_at)
  FROM groups l WHERE l.workspace_id = w AND l.id = lost AND k.workspace_id = w AND k.id = kept;
  DELETE FROM groups WHERE workspace_id = w AND id = lost;
END $$;
--> statement-breakpoint
-- What one update, or one look at the platform, tells of a group (GroupChange of server/groups/schemas.ts). Inside the
-- intake's transaction: stored with the update or not at all. Repeating it changes nothing.
CREATE FUNCTION ingest_group_change(w uuid, in_channel uuid, in_chat text, change jsonb, event_id uuid, now_at timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
DECLARE
  g groups%ROWTYPE;
  other groups%ROWTYPE;
  happened_at timestamptz := (change ->> 'at')::timestamptz;
  old_chat text;
  new_chat text;
  bot jsonb := nullif(change -> 'bot', 'null'::jsonb);
  said jsonb := nullif(change -> 'message', 'null'::jsonb);
  is_new boolean := false;
  was_in boolean;
  is_in boolean;
  lost jsonb;
  gained jsonb;
  is_changed boolean := false;
  -- The platform was asked about a group that was only heard of: what it has is no news.
  is_first_look boolean := coalesce((change ->> 'isFirstLook')::boolean, false);
  person jsonb;
  before text;
  own_account text;
BEGIN
  SELECT * INTO g FROM groups WHERE workspace_id = w AND channel_id = in_channel AND chat_id = in_chat;
  IF NOT FOUND THEN
    SELECT * INTO g FROM groups WHERE workspace_id = w AND channel_id = in_channel AND former_chat_id = in_chat;
  END IF;
  IF NOT FOUND AND change ->> 'migrateFrom' IS NOT NULL THEN
    SELECT * INTO g FROM groups
    WHERE workspace_id = w AND channel_id = in_channel AND chat_id = change ->> 'migrateFrom';
  END IF;
  IF NOT FOUND THEN
    INSERT INTO groups (workspace_id, id, channel_id, chat_id, kind, title, username, bot_status, created_at)
    VALUES (w, new_id(now_at), in_channel, in_chat, change ->> 'kind', change ->> 'title', change ->> 'username',
      coalesce(bot ->> 'status', 'member'), now_at)
    ON CONFLICT (workspace_id, channel_id, chat_id) DO NOTHING
    RETURNING * INTO g;
    is_new := FOUND;
    IF is_new THEN
      -- Its rights, its size and what we have missed are asked for at once.
      INSERT INTO later_jobs (workspace_id, kind, subject, due_at) VALUES (w, 'groups/check', g.id::text, now_at)
      ON CONFLICT DO NOTHING;
      is_changed := true;
    ELSE
      SELECT * INTO STRICT g FROM groups WHERE workspace_id = w AND channel_id = in_channel AND chat_id = in_chat;
    END IF;
  END IF;

  -- A group became a supergroup: told once in the old chat and once in the new one, in either order.
  old_chat := CASE WHEN change ->> 'migrateTo' IS NOT NULL THEN in_chat ELSE change ->> 'migrateFrom' END;
  new_chat := CASE WHEN change ->> 'migrateTo' IS NOT NULL THEN change ->> 'migrateTo' ELSE in_chat END;
  IF old_chat IS NOT NULL AND g.former_chat_id IS DISTINCT FROM old_chat THEN
    SELECT * INTO other FROM groups
    WHERE workspace_id = w AND channel_id = in_channel AND id <> g.id
      AND chat_id = CASE WHEN g.chat_id = new_chat THEN old_chat ELSE new_chat END;
    IF FOUND THEN
      PERFORM merge_groups(w, CASE WHEN g.chat_id = new_chat THEN g.id ELSE other.id END,
        CASE WHEN g.chat_id = new_chat THEN other.id ELSE g.id END);
      IF g.chat_id = new_chat THEN
        g.id := other.id;
      END IF;
    END IF;
    UPDATE groups SET chat_id = new_chat, former_chat_id = old_chat, kind = 'supergroup', version = version + 1
    WHERE workspace_id = w AND id = g.id RETURNING * INTO g;
    INSERT INTO group_events (workspace_id, id, group_id, kind, at)
    VALUES (w, new_id(now_at), g.id, 'migrated', happened_at);
    is_changed := true;
  END IF;

  -- What still comes from the old chat tells nothing of the name.
  IF in_chat = g.chat_id AND (g.title, g.username, g.kind) IS DISTINCT FROM
     (change ->> 'title', change ->> 'username', change ->> 'kind') THEN
    IF g.title <> change ->> 'title' THEN
      INSERT INTO group_events (workspace_id, id, group_id, kind, actor_name, details, at)
      VALUES (w, new_id(now_at), g.id, 'renamed', change ->> 'actor',
        jsonb_build_object('before', g.title, 'title', change ->> 'title'), happened_at);
    END IF;
    UPDATE groups SET title = change ->> 'title', username = change ->> 'username', kind = change ->> 'kind',
      version = version + 1
    WHERE workspace_id = w AND id = g.id RETURNING * INTO g;
    is_changed := true;
  END IF;

  -- In the old chat of a supergroup there is nothing left to be.
  IF bot IS NOT NULL AND g.former_chat_id IS DISTINCT FROM in_chat THEN
    was_in := NOT is_new AND g.bot_status NOT IN ('left', 'kicked');
    is_in := bot ->> 'status' NOT IN ('left', 'kicked');
    SELECT coalesce(jsonb_agg(r ORDER BY r), '[]') INTO lost FROM jsonb_array_elements_text(g.rights) r
    WHERE NOT bot -> 'rights' ? r;
    SELECT coalesce(jsonb_agg(r ORDER BY r), '[]') INTO gained FROM jsonb_array_elements_text(bot -> 'rights') r
    WHERE NOT g.rights ? r;
    IF was_in <> is_in OR lost <> '[]' OR gained <> '[]' OR g.bot_status <> bot ->> 'status' THEN
      INSERT INTO group_events (workspace_id, id, group_id, kind, actor_name, details, at)
      SELECT w, new_id(now_at), g.id, e.kind, change ->> 'actor', e.details, happened_at
      FROM (VALUES
        (NOT was_in AND is_in, 'bot_added', NULL::jsonb),
        (was_in AND bot ->> 'status' = 'left', 'bot_left', NULL),
        (was_in AND bot ->> 'status' = 'kicked', 'bot_removed', NULL),
        (was_in AND is_in AND lost <> '[]', 'rights_lost', jsonb_build_object('rights', lost)),
        (was_in AND is_in AND gained <> '[]', 'rights_gained', jsonb_build_object('rights', gained))
      ) e (holds, kind, details) WHERE e.holds AND NOT is_first_look;
      UPDATE groups SET
        bot_status = bot ->> 'status',
        rights = bot -> 'rights',
        -- Lost are those it had while it was in, until they are given back; who is put out has lost its place, not rights.
        lost_rights = CASE WHEN was_in AND is_in THEN (
          SELECT coalesce(jsonb_agg(r ORDER BY r), '[]') FROM (
            SELECT jsonb_array_elements_text(g.lost_rights) UNION SELECT jsonb_array_elements_text(lost)) l (r)
          WHERE NOT bot -> 'rights' ? r) ELSE '[]' END,
        troubled_at = CASE
          WHEN was_in AND (NOT is_in OR lost <> '[]') THEN happened_at
          WHEN is_in AND NOT was_in THEN NULL ELSE g.troubled_at END,
        version = version + 1
      WHERE workspace_id = w AND id = g.id RETURNING * INTO g;
      is_changed := true;
    END IF;
  END IF;

  IF jsonb_array_length(change -> 'people') > 0 THEN
    SELECT provider_account_id INTO own_account FROM channels WHERE workspace_id = w AND id = in_channel;
    FOR person IN SELECT p FROM jsonb_array_elements(change -> 'people') p WHERE p ->> 'userId' <> own_account LOOP
      SELECT status INTO before FROM group_members
      WHERE workspace_id = w AND group_id = g.id AND user_id = person ->> 'userId';
      IF NOT FOUND THEN
        before := person ->> 'before';
      END IF;
      INSERT INTO group_members AS m (workspace_id, group_id, user_id, display_name, username, is_bot, status, invite_link, changed_at)
      VALUES (w, g.id, person ->> 'userId', person ->> 'name', person ->> 'username', (person ->> 'isBot')::boolean,
        person ->> 'status', person ->> 'inviteLink', happened_at)
      ON CONFLICT (workspace_id, group_id, user_id) DO UPDATE
        SET display_name = excluded.display_name, username = excluded.username, status = excluded.status,
            invite_link = coalesce(excluded.invite_link, m.invite_link), changed_at = excluded.changed_at
        WHERE m.changed_at <= excluded.changed_at;
      -- Told twice (by a service message and by `chat_member`), or late: no second event.
      CONTINUE WHEN NOT FOUND OR before = person ->> 'status';
      was_in := before NOT IN ('left', 'kicked');
      is_in := person ->> 'status' NOT IN ('left', 'kicked');
      INSERT INTO group_events (workspace_id, id, group_id, kind, actor_name, subject_name, details, at)
      SELECT w, new_id(now_at), g.id, e.kind, change ->> 'actor', person ->> 'name',
        CASE WHEN person ->> 'inviteLink' IS NOT NULL AND e.kind = 'member_joined'
          THEN jsonb_build_object('inviteLink', person ->> 'inviteLink') END, happened_at
      FROM (VALUES
        (NOT was_in AND is_in, 'member_joined'),
        (was_in AND person ->> 'status' = 'left', 'member_left'),
        (was_in AND person ->> 'status' = 'kicked', 'member_removed'),
        (was_in AND person ->> 'status' = 'administrator', 'member_promoted'),
        (was_in AND person ->> 'status' = 'restricted', 'member_restricted')
      ) e (holds, kind) WHERE e.holds;
      is_changed := true;
    END LOOP;
  END IF;

  IF (change ->> 'isPhotoChanged')::boolean THEN
    INSERT INTO group_events (workspace_id, id, group_id, kind, actor_name, at)
    VALUES (w, new_id(now_at), g.id, 'photo_changed', change ->> 'actor', happened_at);
    is_changed := true;
  END IF;

  IF said IS NOT NULL THEN
    INSERT INTO group_messages AS m (workspace_id, group_id, chat_id, provider_message_id, thread_id, user_id, sender_name,
      kind, text, payload, sent_at, edited_at, created_at)
    VALUES (w, g.id, in_chat, (said ->> 'id')::bigint, said ->> 'threadId', said ->> 'userId', said ->> 'senderName',
      said ->> 'kind', said ->> 'text', nullif(said -> 'payload', 'null'), (said ->> 'sentAt')::timestamptz,
      (said ->> 'editedAt')::timestamptz, now_at)
    -- An edit may come before its original, and then stays.
    ON CONFLICT (workspace_id, group_id, chat_id, provider_message_id) DO UPDATE
      SET text = excluded.text, kind = excluded.kind, payload = excluded.payload, edited_at = excluded.edited_at
      WHERE excluded.edited_at IS NOT NULL AND excluded.edited_at >= coalesce(m.edited_at, '-infinity');
    -- To the minute: a busy group must not rewrite its row with each message.
    UPDATE groups SET last_message_at = now_at
    WHERE workspace_id = w AND id = g.id AND coalesce(last_message_at, '-infinity') < now_at - interval '1 minute';
  END IF;

  IF is_changed THEN
    INSERT INTO outbox (workspace_id, id, name, aggregate_id, version, actor_kind, occurred_at, due_at)
    VALUES (w, event_id, 'group/changed', g.id, g.version, 'webhook', now_at, now_at);
  END IF;
END $$;
--> statement-breakpoint
-- As before, and what concerns a group goes to the groups.
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
  identity uuid;
  customer uuid;
  is_newcomer boolean;
  past uuid;
  past_closed_at timestamptz;
  edit_version bigint;
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
    FOREACH r IN ARRAY mine LOOP
      place := NULL;
      is_newcomer := false;
      IF r.effect IN ('message', 'reachable', 'unreachable') THEN
        SELECT a.id, a.customer_id, a.is_reachable INTO address, customer, can_be_reached FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id;

        -- Who writes: a known address, else a known identity, else a new customer.
        IF address IS NULL AND r.effect <> 'unreachable' THEN
          SELECT i.id, i.customer_id INTO identity, customer FROM identities i
          WHERE i.workspace_id = w AND i.kind = 'telegram' AND i.value = r.user_id;
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
          address := new_id(now_at);
          can_be_reached := true;
          INSERT INTO addresses (workspace_id, id, customer_id, identity_id, channel_id, chat_id, created_at)
          VALUES (w, address, customer, identity, r.channel_id, r.chat_id, now_at);
        END IF;

        -- Blocked and unblocked.
        IF can_be_reached <> (r.effect <> 'unreachable') THEN
          UPDATE addresses a
          SET is_reachable = NOT a.is_reachable, unreachable_reason = CASE WHEN a.is_reachable THEN 'blocked' END
          WHERE a.workspace_id = w AND a.id = address;
        END IF;
      END IF;

      -- One open conversation a customer and channel: the open one, one closed within 72 hours, or a new one.
      WHILE r.effect = 'message' LOOP
        past_closed_at := NULL;
        IF NOT is_newcomer THEN
          UPDATE conversations c
          SET last_seq = c.last_seq + 1, last_message_at = greatest(c.last_message_at, now_at),
              last_inbound_at = now_at, waiting_since = coalesce(c.waiting_since, now_at), version = c.version + 1
          WHERE c.workspace_id = w AND c.channel_id = r.channel_id AND c.customer_id = customer AND c.status <> 'closed'
          RETURNING c.id, address, c.last_seq, c.version, c.status = 'open' INTO place;
          EXIT WHEN FOUND;
          SELECT c.id, c.closed_at INTO past, past_closed_at FROM conversations c
          WHERE c.workspace_id = w AND c.customer_id = customer AND c.channel_id = r.channel_id
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
        ELSE
          INSERT INTO conversations AS c (workspace_id, id, channel_id, customer_id, address_id, status, last_seq, version,
            last_message_at, first_inbound_at, last_inbound_at, waiting_since, created_at)
          VALUES (w, new_id(now_at), r.channel_id, customer, address, 'open', 1, 2, now_at, now_at, now_at, now_at, now_at)
          ON CONFLICT DO NOTHING
          RETURNING c.id, address, c.last_seq, c.version, true INTO place;
          EXIT WHEN FOUND;
          is_newcomer := false;
        END IF;
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

      INSERT INTO agent_jobs AS j (workspace_id, conversation_id, due_at)
      SELECT w, u.in_conversation, now_at
      FROM ROWS FROM (unnest(mine), unnest(places)) u WHERE u.is_open AND u.wants_agent
      GROUP BY u.in_conversation ORDER BY u.in_conversation
      ON CONFLICT (workspace_id, conversation_id) DO UPDATE
        SET generation = j.generation + 1, due_at = least(j.due_at, excluded.due_at);
      GET DIAGNOSTICS made = ROW_COUNT;
      agent_count := agent_count + made;
    END IF;

    FOREACH r IN ARRAY mine LOOP
      IF r.file_id IS NOT NULL THEN
        INSERT INTO files (workspace_id, id, message_id, state, created_at)
        VALUES (w, r.file_id, r.message_id, 'waiting', now_at);
        INSERT INTO later_jobs (workspace_id, kind, subject, due_at)
        VALUES (w, 'files/fetch', r.file_id::text, now_at);
      ELSIF r.effect = 'edit' THEN
        -- An edited text keeps what stood before.
        SELECT a.id INTO address FROM addresses a
        WHERE a.workspace_id = w AND a.channel_id = r.channel_id AND a.chat_id = r.chat_id;
        UPDATE messages m
        SET payload = jsonb_set(coalesce(m.payload, '{}'::jsonb), '{edits}',
              coalesce(m.payload -> 'edits', '[]'::jsonb) || jsonb_build_object('text', m.text, 'until', r.sent_at)),
            text = r.text, edited_at = r.sent_at
        WHERE m.workspace_id = w AND m.address_id = address AND m.provider_message_id = r.provider_message_id
          AND m.direction = 'in' AND m.text <> r.text
        RETURNING m.conversation_id INTO past;
        CONTINUE WHEN NOT FOUND;
        UPDATE conversations c SET version = c.version + 1 WHERE c.workspace_id = w AND c.id = past
        RETURNING c.version INTO edit_version;
        INSERT INTO outbox (workspace_id, id, name, aggregate_id, version, actor_kind, occurred_at, due_at)
        VALUES (w, r.event_id, 'message/edited', past, edit_version, 'webhook', now_at, now_at);
      ELSIF r.effect = 'group' THEN
        PERFORM ingest_group_change(w, r.channel_id, r.chat_id, r.payload, r.event_id, now_at);
      END IF;
    END LOOP;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
