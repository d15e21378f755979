SELECT secure_claim_table('channel_checks');
--> statement-breakpoint
SELECT secure_workspace_table('channel_hours'), grant_workspace_table('channel_hours');
--> statement-breakpoint
SELECT secure_workspace_table('channel_troubles'), grant_workspace_table('channel_troubles');
--> statement-breakpoint
SELECT secure_workspace_table('channel_profile_changes'), grant_workspace_table('channel_profile_changes');
--> statement-breakpoint
SELECT secure_workspace_table('managed_bot_requests'), grant_workspace_table('managed_bot_requests');
--> statement-breakpoint
SELECT secure_workspace_table('member_links'), grant_workspace_table('member_links');
--> statement-breakpoint
SELECT secure_workspace_table('member_link_tokens'), grant_workspace_table('member_link_tokens');
--> statement-breakpoint
SELECT secure_workspace_table('member_commands'), grant_workspace_table('member_commands');
--> statement-breakpoint
SELECT secure_workspace_table('member_prompts'), grant_workspace_table('member_prompts');
--> statement-breakpoint
-- Bots that are there already are watched from now on.
INSERT INTO channel_checks (workspace_id, channel_id, due_at)
SELECT workspace_id, id, now() FROM channels WHERE state <> 'deleted';
--> statement-breakpoint
-- A wish for a bot by the secret of its link, or the newest one that this Telegram account has opened.
GRANT CREATE ON SCHEMA public TO santral_resolver;
--> statement-breakpoint
GRANT SELECT ON managed_bot_requests TO santral_resolver;
--> statement-breakpoint
CREATE POLICY resolver_reads ON managed_bot_requests FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE FUNCTION resolve_managed_request(secret text, account text, at timestamptz, OUT workspace_id uuid, OUT request_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.workspace_id, r.id FROM managed_bot_requests r
  WHERE (r.secret_hash = secret OR r.telegram_user_id = account) AND r.state IN ('waiting', 'opened') AND r.expires_at > at
  ORDER BY r.created_at DESC LIMIT 1
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION resolve_managed_request(text, text, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_managed_request(text, text, timestamptz) TO santral_worker;
--> statement-breakpoint
ALTER FUNCTION resolve_managed_request(text, text, timestamptz) OWNER TO santral_resolver;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM santral_resolver;
