SELECT secure_workspace_table('notification_deliveries'), grant_workspace_table('notification_deliveries');
--> statement-breakpoint
SELECT secure_workspace_table('weekly_reports'), grant_workspace_table('weekly_reports');
--> statement-breakpoint
-- A person's own devices.
ALTER TABLE push_devices ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE push_devices FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON push_devices TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY person ON push_devices TO santral_app, santral_worker
  USING (person_id = nullif(current_setting('app.person_id', true), '')::uuid)
  WITH CHECK (person_id = nullif(current_setting('app.person_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON push_devices TO santral_app, santral_worker;
