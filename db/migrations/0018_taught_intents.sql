CREATE TABLE "intent_examples" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"intent" text NOT NULL,
	"text" text NOT NULL,
	"text_key" text NOT NULL,
	"language" text NOT NULL,
	"agent_run_id" uuid,
	"trained_in" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "intent_examples_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "intent_models" (
	"workspace_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"examples" integer NOT NULL,
	"judged_texts" integer NOT NULL,
	"accuracy_before" real NOT NULL,
	"accuracy_after" real NOT NULL,
	"duration_ms" integer NOT NULL,
	"difference" jsonb NOT NULL,
	"is_undone" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "intent_models_workspace_id_version_pk" PRIMARY KEY("workspace_id","version")
);
--> statement-breakpoint
CREATE TABLE "workspace_intents" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"action" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workspace_intents_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "workspace_intents_action" CHECK ("workspace_intents"."action" in ('answer', 'handoff'))
);
--> statement-breakpoint
ALTER TABLE "intent_examples" ADD CONSTRAINT "intent_examples_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intent_models" ADD CONSTRAINT "intent_models_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_intents" ADD CONSTRAINT "workspace_intents_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "intent_examples_text" ON "intent_examples" USING btree ("workspace_id","text_key");--> statement-breakpoint
CREATE INDEX "intent_examples_intent" ON "intent_examples" USING btree ("workspace_id","intent");--> statement-breakpoint
CREATE UNIQUE INDEX "workspace_intents_name" ON "workspace_intents" USING btree ("workspace_id","name");--> statement-breakpoint
SELECT secure_workspace_table('workspace_intents'), grant_workspace_table('workspace_intents');
--> statement-breakpoint
SELECT secure_workspace_table('intent_examples'), grant_workspace_table('intent_examples');
--> statement-breakpoint
SELECT secure_workspace_table('intent_models'), grant_workspace_table('intent_models');
