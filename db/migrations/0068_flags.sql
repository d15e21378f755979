CREATE TABLE "feature_overrides" (
	"id" uuid PRIMARY KEY NOT NULL,
	"feature" text NOT NULL,
	"workspace_id" uuid,
	"is_on" boolean NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "feature_overrides_one" UNIQUE NULLS NOT DISTINCT("feature","workspace_id")
);
--> statement-breakpoint
ALTER TABLE "feature_overrides" ADD CONSTRAINT "feature_overrides_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;