CREATE TABLE "platform_audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"operator_id" uuid NOT NULL,
	"operator" text NOT NULL,
	"action" text NOT NULL,
	"workspace_id" uuid,
	"workspace_name" text,
	"changes" jsonb NOT NULL,
	"request_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "member_quota" integer;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "bot_quota" integer;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "suspended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "suspension_reason" text;--> statement-breakpoint
CREATE INDEX "platform_audit_newest" ON "platform_audit" USING btree ("at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
ALTER TABLE "workspaces" ADD CONSTRAINT "workspaces_suspension" CHECK (("workspaces"."suspended_at" is null) = ("workspaces"."suspension_reason" is null));--> statement-breakpoint
ALTER TABLE "workspaces" ADD CONSTRAINT "workspaces_quotas" CHECK ("workspaces"."file_quota_bytes" >= 0 and "workspaces"."member_quota" > 0 and "workspaces"."bot_quota" > 0);