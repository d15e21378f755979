-- Row security, partitions and grants: what the generator cannot write. The test of the live catalogue
-- compares all of it with db/schema/security.ts.

-- The workspace of the running transaction, or NULL (no rows, never an error).
CREATE FUNCTION current_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.workspace_id', true), '')::uuid;
--> statement-breakpoint
CREATE FUNCTION current_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.person_id', true), '')::uuid;
--> statement-breakpoint

-- Puts a workspace table (or one of its partitions) behind row security. `key` is the column that names the workspace.
CREATE FUNCTION secure_workspace_table(target regclass, key text DEFAULT 'workspace_id') RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY owner_all ON %s TO santral_owner USING (true) WITH CHECK (true)', target);
  EXECUTE format(
    'CREATE POLICY workspace ON %1$s TO santral_app, santral_worker '
    'USING (%2$I = nullif(current_setting(''app.workspace_id'', true), '''')::uuid) '
    'WITH CHECK (%2$I = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)', target, key);
END $$;
--> statement-breakpoint

-- Grants of a table that requests read and write. Partitions never get one: they are reached through their parent.
CREATE FUNCTION grant_workspace_table(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO santral_app, santral_worker', target);
END $$;
--> statement-breakpoint

-- Claimed across workspaces by the worker; ids, due times and attempts only.
CREATE FUNCTION secure_claim_table(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM secure_workspace_table(target);
  PERFORM grant_workspace_table(target);
  EXECUTE format('CREATE POLICY worker_claims ON %s TO santral_worker USING (true) WITH CHECK (true)', target);
END $$;
--> statement-breakpoint

-- Partitioned tables are made again as such.
DROP TABLE raw_updates;
--> statement-breakpoint
CREATE TABLE raw_updates (
  workspace_id uuid NOT NULL,
  day date NOT NULL,
  channel_id uuid NOT NULL,
  update_id bigint NOT NULL,
  received_at timestamp (3) with time zone NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (workspace_id, day, channel_id, update_id)
) PARTITION BY RANGE (day);
--> statement-breakpoint
DROP TABLE audit_log;
--> statement-breakpoint
CREATE TABLE audit_log (
  workspace_id uuid NOT NULL,
  at timestamp (3) with time zone NOT NULL,
  id uuid NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  action text NOT NULL,
  entity_id text NOT NULL,
  changes jsonb NOT NULL,
  request_id text NOT NULL,
  PRIMARY KEY (workspace_id, at, id)
) PARTITION BY RANGE (at);
--> statement-breakpoint
CREATE INDEX audit_log_entity ON audit_log (workspace_id, entity_id, at);
--> statement-breakpoint

-- Catches rows of a day or month that has no partition yet (a clock that jumps), so that nothing is refused.
CREATE TABLE raw_updates_rest PARTITION OF raw_updates DEFAULT;
--> statement-breakpoint
CREATE TABLE audit_log_rest PARTITION OF audit_log DEFAULT;
--> statement-breakpoint

-- Makes the partitions of the coming days and months, each behind row security, and drops raw updates
-- that are older than `keep_days`. Runs as the owner; the worker may call it and do nothing else of the kind.
CREATE FUNCTION maintain_partitions(today date, keep_days integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first_day date;
  name text;
  partition record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('maintain_partitions'));
  FOR i IN 0..3 LOOP
    first_day := today + i;
    name := 'raw_updates_' || to_char(first_day, 'YYYYMMDD');
    IF to_regclass(name) IS NULL
       AND NOT EXISTS (SELECT 1 FROM raw_updates_rest WHERE day = first_day) THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF raw_updates FOR VALUES FROM (%L) TO (%L)', name, first_day, first_day + 1);
      PERFORM secure_workspace_table(name::regclass);
    END IF;
  END LOOP;
  FOR i IN 0..1 LOOP
    first_day := (date_trunc('month', today::timestamp) + make_interval(months => i))::date;
    name := 'audit_log_' || to_char(first_day, 'YYYYMM');
    IF to_regclass(name) IS NULL
       AND NOT EXISTS (SELECT 1 FROM audit_log_rest WHERE at >= first_day AND at < first_day + interval '1 month') THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF audit_log FOR VALUES FROM (%L) TO (%L)', name,
        first_day::timestamp AT TIME ZONE 'UTC', (first_day + interval '1 month')::timestamp AT TIME ZONE 'UTC');
      PERFORM secure_workspace_table(name::regclass);
    END IF;
  END LOOP;
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'raw_updates'::regclass AND c.relname ~ '^raw_updates_\d{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < today - keep_days
  LOOP
    EXECUTE format('DROP TABLE %I', partition.relname);
  END LOOP;
  DELETE FROM raw_updates_rest WHERE day < today - keep_days;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION maintain_partitions(date, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION maintain_partitions(date, integer) TO santral_worker;
--> statement-breakpoint
REVOKE ALL ON FUNCTION secure_workspace_table(regclass, text), grant_workspace_table(regclass), secure_claim_table(regclass) FROM PUBLIC;
--> statement-breakpoint

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'members', 'channels', 'customers', 'identities', 'addresses', 'conversations', 'messages',
    'update_receipts', 'raw_updates', 'deliveries', 'agent_runs', 'order_proofs', 'proof_attempts',
    'faq_entries', 'workspace_facts', 'shop_orders', 'shop_order_packages', 'shop_order_lines', 'terms',
    'hourly_figures', 'files', 'audit_log'
  ] LOOP
    PERFORM secure_workspace_table(name::regclass);
    PERFORM grant_workspace_table(name::regclass);
  END LOOP;
  PERFORM secure_workspace_table('raw_updates_rest');
  PERFORM secure_workspace_table('audit_log_rest');
  FOREACH name IN ARRAY ARRAY['outbox', 'delivery_queue', 'agent_jobs', 'later_jobs', 'channel_polls'] LOOP
    PERFORM secure_claim_table(name::regclass);
  END LOOP;
  PERFORM secure_workspace_table('workspaces', 'id');
  GRANT SELECT, INSERT, UPDATE ON workspaces TO santral_app, santral_worker;
END $$;
--> statement-breakpoint
-- The audit is append-only for those who serve.
REVOKE UPDATE, DELETE ON audit_log FROM santral_app, santral_worker;
--> statement-breakpoint

-- Platform tables: a person sees their own rows; the colleagues of the current workspace are seen through it.
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON organisations TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY through_workspace ON organisations FOR SELECT TO santral_app, santral_worker
  USING (id IN (SELECT organisation_id FROM workspaces));
--> statement-breakpoint
CREATE POLICY founding ON organisations FOR INSERT TO santral_app, santral_worker WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON organisations TO santral_app, santral_worker;
--> statement-breakpoint
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE people FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON people TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY person ON people TO santral_app, santral_worker
  USING (id = nullif(current_setting('app.person_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.person_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON people TO santral_app, santral_worker;
--> statement-breakpoint
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON sessions TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY person ON sessions TO santral_app, santral_worker
  USING (person_id = nullif(current_setting('app.person_id', true), '')::uuid)
  WITH CHECK (person_id = nullif(current_setting('app.person_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON sessions TO santral_app, santral_worker;
--> statement-breakpoint

-- The index of terms is probed by prefix range, which needs bytewise order.
ALTER TABLE terms ALTER COLUMN term TYPE text COLLATE "C";
--> statement-breakpoint
-- Intake writes an identity before its customer, in one transaction.
ALTER TABLE identities ALTER CONSTRAINT identities_customer_fk DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
-- Queues are rewritten all the time: vacuum them early, and leave room on the page for updates in place.
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);
--> statement-breakpoint
ALTER TABLE agent_jobs SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500, fillfactor = 70);
--> statement-breakpoint
ALTER TABLE delivery_queue SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500, fillfactor = 70);
--> statement-breakpoint
ALTER TABLE later_jobs SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500, fillfactor = 70);
--> statement-breakpoint
ALTER TABLE conversations SET (fillfactor = 80);
