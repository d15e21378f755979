-- A person's own rows: seen under app.person_id only.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'person_addresses', 'person_passwords', 'person_accounts', 'person_events', 'sign_ups', 'mail_links'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO santral_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format(
      'CREATE POLICY person ON %I TO santral_app, santral_worker
         USING (person_id = nullif(current_setting(''app.person_id'', true), '''')::uuid)
         WITH CHECK (person_id = nullif(current_setting(''app.person_id'', true), '''')::uuid)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO santral_app, santral_worker', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- What happened is only added to.
REVOKE UPDATE, DELETE ON person_events FROM santral_app, santral_worker;
--> statement-breakpoint
-- Attempts are seen by the two keys of the attempt at hand, which are keyed hashes, and by nobody else.
ALTER TABLE sign_in_attempts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sign_in_attempts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON sign_in_attempts TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY attempt ON sign_in_attempts TO santral_app, santral_worker
  USING (address_key = nullif(current_setting('app.sign_in_address', true), '')
    OR source_key = nullif(current_setting('app.sign_in_source', true), ''))
  WITH CHECK (address_key = nullif(current_setting('app.sign_in_address', true), '')
    AND source_key = nullif(current_setting('app.sign_in_source', true), ''));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempts TO santral_app, santral_worker;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO santral_resolver;
--> statement-breakpoint
GRANT SELECT ON person_addresses, person_accounts, sign_ups, mail_links TO santral_resolver;
--> statement-breakpoint
CREATE POLICY resolver_reads ON person_addresses FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE POLICY resolver_reads ON person_accounts FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE POLICY resolver_reads ON sign_ups FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE POLICY resolver_reads ON mail_links FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
CREATE FUNCTION resolve_address(given text, OUT person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.person_id FROM person_addresses a WHERE a.address = given
$$;
--> statement-breakpoint
CREATE FUNCTION resolve_account(of_provider text, named text, OUT person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.person_id FROM person_accounts a WHERE a.provider = of_provider AND a.subject = named
$$;
--> statement-breakpoint
-- The newest that is still good: an earlier one of the same address is worth nothing any more.
CREATE FUNCTION resolve_sign_up(given text, at timestamptz, OUT person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.person_id FROM sign_ups s WHERE s.address = given AND s.expires_at > at ORDER BY s.created_at DESC, s.person_id DESC LIMIT 1
$$;
--> statement-breakpoint
CREATE FUNCTION resolve_mail_link(link uuid, OUT person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.person_id FROM mail_links l WHERE l.id = link
$$;
--> statement-breakpoint
DROP FUNCTION resolve_session(uuid, timestamptz);
--> statement-breakpoint
-- With the kind of browser that the session is good in.
CREATE FUNCTION resolve_session(session uuid, at timestamptz, OUT person_id uuid, OUT browser text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.person_id, s.browser FROM sessions s WHERE s.id = session AND s.revoked_at IS NULL AND s.expires_at > at
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION resolve_address(text), resolve_account(text, text), resolve_sign_up(text, timestamptz),
  resolve_mail_link(uuid), resolve_session(uuid, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_address(text), resolve_account(text, text), resolve_sign_up(text, timestamptz),
  resolve_mail_link(uuid), resolve_session(uuid, timestamptz) TO santral_app, santral_worker;
--> statement-breakpoint
ALTER FUNCTION resolve_address(text) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_account(text, text) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_sign_up(text, timestamptz) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_mail_link(uuid) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_session(uuid, timestamptz) OWNER TO santral_resolver;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM santral_resolver;
--> statement-breakpoint
-- Retention: what was a secret, an attempt or a device goes when it is of no use any more.
CREATE FUNCTION forget_sign_ins(at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM sign_in_attempts a WHERE a.at < forget_sign_ins.at - interval '1 day';
  DELETE FROM mail_links l WHERE l.expires_at < forget_sign_ins.at - interval '7 days';
  DELETE FROM sign_ups s WHERE s.expires_at < forget_sign_ins.at - interval '7 days';
  DELETE FROM sessions s WHERE coalesce(s.revoked_at, s.expires_at) < forget_sign_ins.at - interval '90 days';
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION forget_sign_ins(timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION forget_sign_ins(timestamptz) TO santral_worker;
