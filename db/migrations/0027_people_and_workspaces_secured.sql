SELECT secure_workspace_table('invitations'), grant_workspace_table('invitations');
--> statement-breakpoint
-- The brand is changed through a workspace of its own; who may is decided by the verb.
CREATE POLICY through_workspace_change ON organisations FOR UPDATE TO santral_app, santral_worker
  USING (id IN (SELECT organisation_id FROM workspaces))
  WITH CHECK (id IN (SELECT organisation_id FROM workspaces));
--> statement-breakpoint
GRANT UPDATE (name, color, logo_sha256, logo_width, logo_height) ON organisations TO santral_app, santral_worker;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO santral_resolver;
--> statement-breakpoint
GRANT SELECT ON invitations, organisations, files TO santral_resolver;
--> statement-breakpoint
CREATE POLICY resolver_reads ON invitations FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE POLICY resolver_reads ON organisations FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE POLICY resolver_reads ON files FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE FUNCTION resolve_invitation(hash text, OUT workspace_id uuid, OUT invitation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.workspace_id, i.id FROM invitations i WHERE i.token_hash = hash
$$;
--> statement-breakpoint
-- A logo is public: it stands on pages that customers see.
CREATE FUNCTION resolve_logo(organisation uuid, OUT sha256 text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.logo_sha256 FROM organisations o WHERE o.id = organisation
$$;
--> statement-breakpoint
-- Which of these bytes are in use by anyone but one workspace: equal bytes stand once, whoever brought them.
CREATE FUNCTION resolve_kept_files(hashes text[], but_for uuid) RETURNS TABLE (sha256 text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.sha256 FROM files f WHERE f.sha256 = ANY (hashes) AND f.workspace_id IS DISTINCT FROM but_for
  UNION SELECT f.thumbnail_sha256 FROM files f
    WHERE f.thumbnail_sha256 = ANY (hashes) AND f.workspace_id IS DISTINCT FROM but_for
  UNION SELECT o.logo_sha256 FROM organisations o WHERE o.logo_sha256 = ANY (hashes)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION resolve_invitation(text), resolve_logo(uuid), resolve_kept_files(text[], uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_invitation(text), resolve_logo(uuid) TO santral_app, santral_worker;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_kept_files(text[], uuid) TO santral_worker;
--> statement-breakpoint
ALTER FUNCTION resolve_invitation(text) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_logo(uuid) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_kept_files(text[], uuid) OWNER TO santral_resolver;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM santral_resolver;
--> statement-breakpoint
-- The end of a workspace whose time to be taken back is over, once its tables are empty: the audit, which nobody who
-- serves may delete, the row itself, and its organisation when that was the last one.
CREATE FUNCTION erase_workspace(workspace uuid, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  organisation uuid;
BEGIN
  SELECT w.organisation_id INTO organisation FROM workspaces w
    WHERE w.id = workspace AND w.deleted_at IS NOT NULL AND w.erase_at <= at FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM audit_log WHERE workspace_id = workspace;
  DELETE FROM workspaces WHERE id = workspace;
  -- Whoever founds another workspace in it at this moment waits for the lock, or is waited for.
  PERFORM 1 FROM organisations WHERE id = organisation FOR UPDATE;
  DELETE FROM organisations o WHERE o.id = organisation
    AND NOT EXISTS (SELECT 1 FROM workspaces w WHERE w.organisation_id = o.id);
  RETURN true;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION erase_workspace(uuid, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION erase_workspace(uuid, timestamptz) TO santral_worker;
