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
CREATE INDEX "workflow_runs_of_event" ON "workflow_runs" USING btree ("workspace_id","event_id");--> statement-breakpoint
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
--> statement-breakpoint
-- Keeps steps of a run that have ended, in order, each once: a second end of a step changes nothing. With a claim's step and
-- generation only while that claim is held. Returns 'kept', 'lost', or the limit that the run would pass.
CREATE FUNCTION keep_workflow_steps(
  of_workspace uuid, of_run uuid, of_claim text, of_generation bigint, steps jsonb, now_at timestamptz,
  max_steps integer, max_bytes integer, OUT outcome text
)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
DECLARE
  run record;
  step record;
  crashes integer;
BEGIN
  PERFORM set_config('app.workspace_id', of_workspace::text, true);
  SELECT r.state, r.ended_steps AS ended, r.bytes INTO run
    FROM workflow_runs r WHERE r.workspace_id = of_workspace AND r.id = of_run FOR UPDATE;
  IF run.state IS DISTINCT FROM 'running' THEN
    outcome := 'lost';
    RETURN;
  END IF;
  IF of_claim IS NOT NULL THEN
    SELECT j.crashes INTO crashes FROM workflow_jobs j
      WHERE j.workspace_id = of_workspace AND j.run_id = of_run AND j.step = of_claim AND j.generation = of_generation
      FOR UPDATE;
    IF NOT FOUND THEN
      outcome := 'lost';
      RETURN;
    END IF;
    -- It gets on: whatever ended its processes before, this step is not the one.
    IF crashes > 0 THEN
      UPDATE workflow_jobs j SET crashes = 0
        WHERE j.workspace_id = of_workspace AND j.run_id = of_run AND j.step = of_claim;
    END IF;
  END IF;
  outcome := 'kept';
  FOR step IN
    -- What steps returned comes as text within: the operators of json refuse U+0000 wherever they look.
    SELECT e.id, e.name, e.operation, e.state, e.value::json AS value, e.error::json AS error,
      octet_length(coalesce(e.value, e.error, '')) AS bytes
    FROM jsonb_to_recordset(steps) AS e(id text, name text, operation text, state text, value text, error text)
  LOOP
    IF run.ended >= max_steps THEN
      outcome := 'TooManySteps';
      EXIT;
    ELSIF run.bytes + step.bytes > max_bytes THEN
      outcome := 'RunTooLarge';
      EXIT;
    END IF;
    INSERT INTO workflow_steps AS s
      (workspace_id, run_id, id, name, operation, state, value, error, nth, planned_at, ended_at)
    VALUES (of_workspace, of_run, step.id, step.name, step.operation, step.state, step.value, step.error,
      run.ended + 1, now_at, now_at)
    ON CONFLICT (workspace_id, run_id, id) DO UPDATE
      SET state = excluded.state, value = excluded.value, error = excluded.error, nth = excluded.nth,
        ended_at = excluded.ended_at
      WHERE s.state = 'planned';
    IF FOUND THEN
      run.ended := run.ended + 1;
      run.bytes := run.bytes + step.bytes;
    END IF;
  END LOOP;
  UPDATE workflow_runs r SET ended_steps = run.ended, bytes = run.bytes
    WHERE r.workspace_id = of_workspace AND r.id = of_run;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION keep_workflow_steps(uuid, uuid, text, bigint, jsonb, timestamptz, integer, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION keep_workflow_steps(uuid, uuid, text, bigint, jsonb, timestamptz, integer, integer)
  TO santral_app, santral_worker;
