CREATE TABLE "workflow_events" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"data" json NOT NULL,
	"version" integer NOT NULL,
	"key" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workflow_events_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "workflow_jobs" (
	"workspace_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"step" text NOT NULL,
	"kind" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"generation" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_holder" uuid,
	CONSTRAINT "workflow_jobs_workspace_id_run_id_step_pk" PRIMARY KEY("workspace_id","run_id","step"),
	CONSTRAINT "workflow_jobs_kind" CHECK ("workflow_jobs"."kind" in ('call', 'wake', 'tick'))
);
--> statement-breakpoint
CREATE TABLE "workflow_runs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"function_id" text NOT NULL,
	"event_id" uuid NOT NULL,
	"state" text NOT NULL,
	"ended_steps" integer DEFAULT 0 NOT NULL,
	"bytes" integer DEFAULT 0 NOT NULL,
	"request_version" integer,
	"is_race" boolean DEFAULT false NOT NULL,
	"output" json,
	"error" json,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "workflow_runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "workflow_runs_state" CHECK ("workflow_runs"."state" in ('running', 'completed', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "workflow_steps" (
	"workspace_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"operation" text NOT NULL,
	"state" text NOT NULL,
	"value" json,
	"error" json,
	"nth" integer,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "workflow_steps_workspace_id_run_id_id_pk" PRIMARY KEY("workspace_id","run_id","id"),
	CONSTRAINT "workflow_steps_state" CHECK ("workflow_steps"."state" in ('planned', 'done', 'failed'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_events_key" ON "workflow_events" USING btree ("workspace_id","name","key");--> statement-breakpoint
CREATE INDEX "workflow_jobs_due" ON "workflow_jobs" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_runs_event" ON "workflow_runs" USING btree ("workspace_id","function_id","event_id");