-- While a backup holds its snapshot, what was sent since stays in the queue's indexes. The dispatcher finds what came last by
-- its due time, and a claim begins where a lane's first waiting delivery stands, instead of walking over all of it.
CREATE INDEX "delivery_queue_due" ON "delivery_queue" USING btree ("due_at") WHERE "delivery_queue"."lane" >= 0;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION claim_deliveries(wanted jsonb, resting_addresses uuid[], holder uuid, now_at timestamptz, lease_ms integer)
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
  FROM jsonb_to_recordset(wanted) AS b(channel_id uuid, lane smallint, allowance integer, due_from timestamptz)
  CROSS JOIN LATERAL (
    SELECT q.workspace_id, q.delivery_id, q.lease_until IS NOT NULL AS was_interrupted
    FROM delivery_queue q
    WHERE q.channel_id = b.channel_id AND q.lane = b.lane AND q.due_at <= now_at
      AND q.due_at >= coalesce(b.due_from, '-infinity')
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
