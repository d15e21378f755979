-- Operators see and add to what operators did; `app.operator_id` is set by the operator's own transactions alone. Nobody
-- who serves changes a row or takes one away.
ALTER TABLE platform_audit ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE platform_audit FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON platform_audit TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY operator_reads ON platform_audit FOR SELECT TO santral_app
  USING (nullif(current_setting('app.operator_id', true), '') IS NOT NULL);
--> statement-breakpoint
CREATE POLICY operator_writes ON platform_audit FOR INSERT TO santral_app
  WITH CHECK (operator_id = nullif(current_setting('app.operator_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON platform_audit TO santral_app;
--> statement-breakpoint
-- Which migrations this database has run, for the operators' console.
GRANT USAGE ON SCHEMA drizzle TO santral_worker;
--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO santral_worker;
--> statement-breakpoint
-- What each workspace uses, one after the other in its own scope, for the operators' console. Messages, conversations and
-- answers come from the days' figures; nothing that grows with what was said is read. `now_at` is the caller's clock.
CREATE FUNCTION measure_workspaces(now_at timestamptz) RETURNS TABLE (
  workspace_id uuid, slug text, name text, kind text, organisation text, created_at timestamptz, erase_at timestamptz,
  suspended_at timestamptz, suspension_reason text, is_agent_on boolean, members bigint, bots bigint,
  troubled_bots bigint, conversations bigint, messages bigint, answers bigint,
  file_quota_bytes bigint, member_quota integer, bot_quota integer, waiting_jobs bigint
)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  w uuid;
  before text := current_setting('app.workspace_id', true);
BEGIN
  FOR w IN SELECT r.workspace_id FROM resolve_workspaces() r LOOP
    PERFORM set_config('app.workspace_id', w::text, true);
    RETURN QUERY
      SELECT s.id, s.slug, s.name, s.kind, o.name, s.created_at, s.erase_at, s.suspended_at, s.suspension_reason,
        s.is_agent_on,
        (SELECT count(*) FROM members m WHERE m.workspace_id = w AND m.removed_at IS NULL),
        c.bots, c.troubled, f.conversations, f.messages, f.answers,
        s.file_quota_bytes, s.member_quota, s.bot_quota,
        (SELECT count(*) FROM delivery_queue q WHERE q.workspace_id = w AND q.due_at <= now_at)
          + (SELECT count(*) FROM agent_jobs q WHERE q.workspace_id = w AND q.due_at <= now_at)
          + (SELECT count(*) FROM later_jobs q WHERE q.workspace_id = w AND q.due_at <= now_at)
          + (SELECT count(*) FROM workflow_jobs q WHERE q.workspace_id = w AND q.due_at <= now_at)
          + (SELECT count(*) FROM mail_queue q WHERE q.workspace_id = w AND q.step = 'send' AND q.due_at <= now_at)
      FROM workspaces s
      JOIN organisations o ON o.id = s.organisation_id
      CROSS JOIN LATERAL (
        SELECT count(*) AS bots, count(*) FILTER (WHERE b.state = 'broken' OR EXISTS (
          SELECT 1 FROM channel_troubles t
          WHERE t.workspace_id = w AND t.channel_id = b.id AND t.ended_at IS NULL)) AS troubled
        FROM channels b WHERE b.workspace_id = w AND b.state <> 'deleted'
      ) c
      CROSS JOIN LATERAL (
        SELECT coalesce(sum((d.counts -> 'conversations' ->> 'started')::bigint), 0)::bigint AS conversations,
          coalesce(sum((SELECT sum(n::bigint) FROM jsonb_each_text(coalesce(d.counts -> 'messages', '{}')) e(k, n))), 0)::bigint
            AS messages,
          coalesce(sum((d.counts -> 'turns' ->> 'answer')::bigint), 0)::bigint AS answers
        FROM daily_figures d
        -- The workspace's own days: at the most a day more than the clock of Greenwich has.
        WHERE d.workspace_id = w AND d.day > (now_at AT TIME ZONE s.time_zone)::date - 30
      ) f
      WHERE s.id = w;
  END LOOP;
  PERFORM set_config('app.workspace_id', coalesce(before, ''), true);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION measure_workspaces(timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION measure_workspaces(timestamptz) TO santral_worker;
--> statement-breakpoint
-- The bytes of files that each workspace keeps, the same content once; apart, as it reads a row a file.
CREATE FUNCTION measure_files() RETURNS TABLE (workspace_id uuid, bytes bigint)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  w uuid;
  before text := current_setting('app.workspace_id', true);
BEGIN
  FOR w IN SELECT r.workspace_id FROM resolve_workspaces() r LOOP
    PERFORM set_config('app.workspace_id', w::text, true);
    RETURN QUERY
      SELECT w, coalesce(sum(size), 0)::bigint FROM (
        SELECT sha256 AS hash, size_bytes AS size FROM files x WHERE x.workspace_id = w AND x.sha256 IS NOT NULL
        UNION
        SELECT thumbnail_sha256, thumbnail_bytes FROM files x
        WHERE x.workspace_id = w AND x.thumbnail_sha256 IS NOT NULL) kept;
  END LOOP;
  PERFORM set_config('app.workspace_id', coalesce(before, ''), true);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION measure_files() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION measure_files() TO santral_worker;
--> statement-breakpoint
-- Every connected bot with how it fares; codes and counts, never what was said.
CREATE FUNCTION measure_bots(now_at timestamptz) RETURNS TABLE (
  workspace_id uuid, workspace text, slug text, is_suspended boolean, channel_id uuid, username text, state text,
  update_mode text, last_error text, last_error_at timestamptz, trouble text, trouble_began_at timestamptz,
  last_update_at timestamptz, received bigint, sent bigint, failed bigint, waiting bigint, oldest_due_at timestamptz
)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  w uuid;
  before text := current_setting('app.workspace_id', true);
BEGIN
  FOR w IN SELECT r.workspace_id FROM resolve_workspaces() r LOOP
    PERFORM set_config('app.workspace_id', w::text, true);
    RETURN QUERY
      SELECT w, s.name, s.slug, s.suspended_at IS NOT NULL, b.id, b.username, b.state, b.update_mode, b.last_error,
        b.last_error_at, t.code, t.began_at,
        (SELECT r.received_at FROM update_receipts r WHERE r.workspace_id = w AND r.channel_id = b.id
          ORDER BY r.update_id DESC LIMIT 1),
        h.received, h.sent, h.failed, q.waiting, q.oldest
      FROM channels b
      JOIN workspaces s ON s.id = w
      LEFT JOIN channel_troubles t ON t.workspace_id = w AND t.channel_id = b.id AND t.ended_at IS NULL
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(x.received), 0)::bigint AS received, coalesce(sum(x.sent), 0)::bigint AS sent,
          coalesce(sum(x.failed), 0)::bigint AS failed
        FROM channel_hours x
        WHERE x.workspace_id = w AND x.channel_id = b.id AND x.hour > now_at - interval '24 hours'
      ) h
      CROSS JOIN LATERAL (
        SELECT count(*) AS waiting, min(x.due_at) AS oldest FROM delivery_queue x
        WHERE x.workspace_id = w AND x.channel_id = b.id AND x.due_at <= now_at
      ) q
      WHERE b.workspace_id = w AND b.state <> 'deleted';
  END LOOP;
  PERFORM set_config('app.workspace_id', coalesce(before, ''), true);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION measure_bots(timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION measure_bots(timestamptz) TO santral_worker;
