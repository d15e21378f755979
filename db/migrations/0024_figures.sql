CREATE TABLE "customer_figures" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"counted_at" timestamp (3) with time zone NOT NULL,
	"took_ms" integer NOT NULL,
	"busiest" jsonb NOT NULL,
	"cohorts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "daily_figures" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"time_zone" text NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "daily_figures_workspace_id_day_pk" PRIMARY KEY("workspace_id","day")
);
--> statement-breakpoint
CREATE TABLE "figure_counts" (
	"workspace_id" uuid NOT NULL,
	"slot" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "figure_counts_workspace_id_slot_kind_key_pk" PRIMARY KEY("workspace_id","slot","kind","key")
);
--> statement-breakpoint
DROP TABLE "hourly_figures" CASCADE;--> statement-breakpoint
ALTER TABLE "customer_figures" ADD CONSTRAINT "customer_figures_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "daily_figures" ADD CONSTRAINT "daily_figures_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "figure_counts" ADD CONSTRAINT "figure_counts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;