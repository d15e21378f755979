-- Which parts of the product are switched off: read by the worker for every process, changed by operators alone
-- (`app.operator_id` is set by their own transactions).
ALTER TABLE feature_overrides ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE feature_overrides FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON feature_overrides TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker_reads ON feature_overrides FOR SELECT TO santral_worker USING (true);
--> statement-breakpoint
CREATE POLICY operator ON feature_overrides TO santral_app
  USING (nullif(current_setting('app.operator_id', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('app.operator_id', true), '') IS NOT NULL);
--> statement-breakpoint
GRANT SELECT ON feature_overrides TO santral_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON feature_overrides TO santral_app;
