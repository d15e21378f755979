SELECT secure_workspace_table('mail_unsubscribes'), grant_workspace_table('mail_unsubscribes');
--> statement-breakpoint
SELECT secure_claim_table('mail_queue');
--> statement-breakpoint
-- Mail without a workspace is queued from wherever a person signs in; only the worker sees the row again.
CREATE POLICY without_workspace ON mail_queue FOR INSERT TO santral_app, santral_worker
  WITH CHECK (workspace_id = '00000000-0000-0000-0000-000000000000');
--> statement-breakpoint

-- A mail is seen by its workspace; one without a workspace may be added, and is opened by nothing but its own id.
ALTER TABLE mails ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE mails FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON mails TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY workspace ON mails TO santral_app, santral_worker
  USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
  WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
--> statement-breakpoint
CREATE POLICY without_workspace ON mails FOR INSERT TO santral_app, santral_worker WITH CHECK (workspace_id IS NULL);
--> statement-breakpoint
CREATE POLICY opened ON mails TO santral_worker
  USING (id = nullif(current_setting('app.mail_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.mail_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON mails TO santral_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON mails TO santral_worker;
--> statement-breakpoint

-- A suppression is seen by who names the address, and by a workspace that has written to it.
ALTER TABLE mail_suppressions ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE mail_suppressions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON mail_suppressions TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY address ON mail_suppressions TO santral_app, santral_worker
  USING (address_key = nullif(current_setting('app.mail_address', true), ''))
  WITH CHECK (address_key = nullif(current_setting('app.mail_address', true), ''));
--> statement-breakpoint
CREATE POLICY written_to ON mail_suppressions FOR SELECT TO santral_app, santral_worker
  USING (EXISTS (SELECT 1 FROM mails m WHERE m.address_key = mail_suppressions.address_key
    AND m.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid));
--> statement-breakpoint
GRANT SELECT, DELETE ON mail_suppressions TO santral_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_suppressions TO santral_worker;
