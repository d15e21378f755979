-- Look-ups before a workspace is known. Each returns ids only, runs as santral_resolver (no login, SELECT on just
-- these tables), and stands in the closed list of db/schema/security.ts.
GRANT CREATE ON SCHEMA public TO santral_resolver;
--> statement-breakpoint
GRANT SELECT ON workspaces, members, channels, sessions TO santral_resolver;
--> statement-breakpoint
CREATE POLICY resolver_reads ON workspaces FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE POLICY resolver_reads ON members FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE POLICY resolver_reads ON channels FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE POLICY resolver_reads ON sessions FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE FUNCTION resolve_channel(channel_key text, OUT workspace_id uuid, OUT channel_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.workspace_id, c.id FROM channels c WHERE c.key = channel_key
$$;
--> statement-breakpoint
CREATE FUNCTION resolve_session(session uuid, at timestamptz, OUT person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.person_id FROM sessions s WHERE s.id = session AND s.revoked_at IS NULL AND s.expires_at > at
$$;
--> statement-breakpoint
CREATE FUNCTION resolve_workspace(workspace_slug text, OUT workspace_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id FROM workspaces w WHERE w.slug = workspace_slug
$$;
--> statement-breakpoint
CREATE FUNCTION resolve_memberships(person uuid) RETURNS TABLE (workspace_id uuid, member_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.workspace_id, m.id FROM members m WHERE m.person_id = person AND m.removed_at IS NULL ORDER BY m.created_at
$$;
--> statement-breakpoint
-- For work that goes round all workspaces (retention, registering webhooks at start).
CREATE FUNCTION resolve_workspaces() RETURNS TABLE (workspace_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id FROM workspaces w ORDER BY w.created_at
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION resolve_channel(text), resolve_session(uuid, timestamptz), resolve_workspace(text),
  resolve_memberships(uuid), resolve_workspaces() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_channel(text), resolve_session(uuid, timestamptz), resolve_workspace(text),
  resolve_memberships(uuid) TO santral_app, santral_worker;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_workspaces() TO santral_worker;
--> statement-breakpoint
ALTER FUNCTION resolve_channel(text) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_session(uuid, timestamptz) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_workspace(text) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_memberships(uuid) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_workspaces() OWNER TO santral_resolver;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM santral_resolver;
