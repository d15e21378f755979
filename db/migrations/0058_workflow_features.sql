CREATE TABLE "workflow_drivers" (
	"process" uuid PRIMARY KEY NOT NULL,
	"driver" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workflow_keys" (
	"workspace_id" uuid NOT NULL,
	"function_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"id" uuid NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"events" uuid[],
	CONSTRAINT "workflow_keys_workspace_id_function_id_kind_key_pk" PRIMARY KEY("workspace_id","function_id","kind","key"),
	CONSTRAINT "workflow_keys_kind" CHECK ("workflow_keys"."kind" in ('idempotency', 'rate-limit', 'throttle', 'debounce', 'batch'))
);
--> statement-breakpoint
CREATE TABLE "workflow_waits" (
	"workspace_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"step" text NOT NULL,
	"event_name" text NOT NULL,
	"expression" text,
	"path" text,
	"value" text,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "workflow_waits_workspace_id_run_id_step_pk" PRIMARY KEY("workspace_id","run_id","step")
);
--> statement-breakpoint
ALTER TABLE "workflow_jobs" DROP CONSTRAINT "workflow_jobs_kind";--> statement-breakpoint
ALTER TABLE "workflow_runs" DROP CONSTRAINT "workflow_runs_state";--> statement-breakpoint
DROP INDEX "workflow_jobs_due";--> statement-breakpoint
ALTER TABLE "workflow_runs" ALTER COLUMN "started_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "workflow_events" ADD COLUMN "actor_kind" text;--> statement-breakpoint
UPDATE "workflow_events" SET "actor_kind" = 'system';--> statement-breakpoint
ALTER TABLE "workflow_events" ALTER COLUMN "actor_kind" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "workflow_events" ADD COLUMN "actor_id" text;--> statement-breakpoint
ALTER TABLE "workflow_events" ADD COLUMN "chain" text[];--> statement-breakpoint
UPDATE "workflow_events" SET "chain" = '{}';--> statement-breakpoint
ALTER TABLE "workflow_events" ALTER COLUMN "chain" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "workflow_jobs" ADD COLUMN "crashes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "workflow_jobs" ADD COLUMN "slot" text;--> statement-breakpoint
ALTER TABLE "workflow_jobs" ADD COLUMN "slot_limit" integer;--> statement-breakpoint
ALTER TABLE "workflow_jobs" ADD COLUMN "second_slot" text;--> statement-breakpoint
ALTER TABLE "workflow_jobs" ADD COLUMN "second_slot_limit" integer;--> statement-breakpoint
ALTER TABLE "workflow_jobs" ADD COLUMN "blocked_on" text;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "batch" uuid[];--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "parent_run_id" uuid;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "parent_step" text;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "priority_s" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "slot" text;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "slot_limit" integer;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "second_slot" text;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "second_slot_limit" integer;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "singleton_key" text;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD COLUMN "asked_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "workflow_runs" SET "asked_at" = "started_at";--> statement-breakpoint
ALTER TABLE "workflow_runs" ALTER COLUMN "asked_at" SET NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_keys_id" ON "workflow_keys" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "workflow_waits_event" ON "workflow_waits" USING btree ("workspace_id","event_name","path","value");--> statement-breakpoint
CREATE INDEX "workflow_jobs_free" ON "workflow_jobs" USING btree ("due_at") WHERE "workflow_jobs"."slot" is null;--> statement-breakpoint
CREATE INDEX "workflow_jobs_limited" ON "workflow_jobs" USING btree ("due_at") WHERE "workflow_jobs"."slot" is not null and "workflow_jobs"."blocked_on" is null;--> statement-breakpoint
CREATE INDEX "workflow_jobs_blocked" ON "workflow_jobs" USING btree ("blocked_on","due_at") WHERE "workflow_jobs"."blocked_on" is not null;--> statement-breakpoint
CREATE INDEX "workflow_jobs_holding" ON "workflow_jobs" USING btree ("lease_until") WHERE "workflow_jobs"."slot" is not null and "workflow_jobs"."lease_until" is not null;--> statement-breakpoint
CREATE INDEX "workflow_runs_recent" ON "workflow_runs" USING btree ("workspace_id","asked_at");--> statement-breakpoint
CREATE INDEX "workflow_runs_singleton" ON "workflow_runs" USING btree ("workspace_id","function_id","singleton_key") WHERE "workflow_runs"."state" = 'running' and "workflow_runs"."singleton_key" is not null;--> statement-breakpoint
ALTER TABLE "workflow_jobs" ADD CONSTRAINT "workflow_jobs_kind" CHECK ("workflow_jobs"."kind" in ('event', 'call', 'wake', 'wait', 'timeout', 'gathered', 'tick'));--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD CONSTRAINT "workflow_runs_state" CHECK ("workflow_runs"."state" in ('running', 'completed', 'failed', 'cancelled'));--> statement-breakpoint
SELECT secure_workspace_table('workflow_waits'), grant_workspace_table('workflow_waits');
--> statement-breakpoint
SELECT secure_workspace_table('workflow_keys'), grant_workspace_table('workflow_keys');
--> statement-breakpoint
ALTER TABLE workflow_drivers ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE workflow_drivers FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON workflow_drivers TO santral_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
-- Processes of the installation, nothing of a workspace: the worker alone keeps them.
CREATE POLICY worker ON workflow_drivers TO santral_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON workflow_drivers TO santral_app, santral_worker;
