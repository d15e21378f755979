SELECT secure_workspace_table('embeds'), grant_workspace_table('embeds');
--> statement-breakpoint
-- Whose figures a link shows, before a workspace is known. Also of an embed that has ended: its page says so, on the
-- sites that may frame it.
GRANT CREATE ON SCHEMA public TO santral_resolver;
--> statement-breakpoint
GRANT SELECT ON embeds TO santral_resolver;
--> statement-breakpoint
CREATE POLICY resolver_reads ON embeds FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE FUNCTION resolve_embed(hash text, OUT workspace_id uuid, OUT embed_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.workspace_id, e.id FROM embeds e WHERE e.token_hash = hash
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION resolve_embed(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_embed(text) TO santral_app, santral_worker;
--> statement-breakpoint
ALTER FUNCTION resolve_embed(text) OWNER TO santral_resolver;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM santral_resolver;
