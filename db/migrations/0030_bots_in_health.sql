CREATE TABLE "channel_checks" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_holder" uuid,
	CONSTRAINT "channel_checks_workspace_id_channel_id_pk" PRIMARY KEY("workspace_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "channel_hours" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"received" integer DEFAULT 0 NOT NULL,
	"sent" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"too_many" integer DEFAULT 0 NOT NULL,
	"calls" integer DEFAULT 0 NOT NULL,
	"calls_ms" bigint DEFAULT 0 NOT NULL,
	"slowest_ms" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "channel_hours_workspace_id_channel_id_hour_pk" PRIMARY KEY("workspace_id","channel_id","hour")
);
--> statement-breakpoint
CREATE TABLE "channel_profile_changes" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"field" text NOT NULL,
	"language" text NOT NULL,
	"value" jsonb,
	"state" text NOT NULL,
	"retry_at" timestamp (3) with time zone,
	"error" text,
	"member_id" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "channel_profile_changes_pk" PRIMARY KEY("workspace_id","channel_id","field","language"),
	CONSTRAINT "channel_profile_changes_field" CHECK ("channel_profile_changes"."field" in ('name', 'description', 'short_description', 'commands', 'photo')),
	CONSTRAINT "channel_profile_changes_state" CHECK ("channel_profile_changes"."state" in ('waiting', 'refused', 'sent'))
);
--> statement-breakpoint
CREATE TABLE "channel_troubles" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"code" text NOT NULL,
	"detail" text,
	"began_at" timestamp (3) with time zone NOT NULL,
	"told_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"told_over_at" timestamp (3) with time zone,
	CONSTRAINT "channel_troubles_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "channel_troubles_code" CHECK ("channel_troubles"."code" in ('token_rejected', 'webhook_foreign', 'webhook_missing', 'webhook_refused', 'webhook_failing', 'polled_elsewhere')),
	CONSTRAINT "channel_troubles_ended_by" CHECK ("channel_troubles"."ended_by" in ('itself', 'member', 'other'))
);
--> statement-breakpoint
CREATE TABLE "managed_bot_requests" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"name" text NOT NULL,
	"username" text NOT NULL,
	"telegram_user_id" text,
	"state" text NOT NULL,
	"channel_id" uuid,
	"error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "managed_bot_requests_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "managed_bot_requests_state" CHECK ("managed_bot_requests"."state" in ('waiting', 'opened', 'made', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "member_commands" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"update_id" bigint NOT NULL,
	"update" jsonb NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "member_commands_workspace_id_channel_id_update_id_pk" PRIMARY KEY("workspace_id","channel_id","update_id")
);
--> statement-breakpoint
CREATE TABLE "member_link_tokens" (
	"workspace_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"member_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "member_link_tokens_workspace_id_token_hash_pk" PRIMARY KEY("workspace_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "member_links" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"telegram_user_id" text NOT NULL,
	"account_name" text NOT NULL,
	"language" text NOT NULL,
	"channel_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "member_links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "member_prompts" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"telegram_user_id" text NOT NULL,
	"provider_message_id" text NOT NULL,
	"conversation_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "member_prompts_pk" PRIMARY KEY("workspace_id","channel_id","telegram_user_id","provider_message_id")
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "reply_plan" jsonb DEFAULT '{"usual":"automatic","hours":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "is_managed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "channel_hours" ADD CONSTRAINT "channel_hours_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_profile_changes" ADD CONSTRAINT "channel_profile_changes_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_troubles" ADD CONSTRAINT "channel_troubles_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "managed_bot_requests" ADD CONSTRAINT "managed_bot_requests_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_links" ADD CONSTRAINT "member_links_member_fk" FOREIGN KEY ("workspace_id","member_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_links" ADD CONSTRAINT "member_links_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "channel_checks_due" ON "channel_checks" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "channel_troubles_open" ON "channel_troubles" USING btree ("workspace_id","channel_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "channel_troubles_channel" ON "channel_troubles" USING btree ("workspace_id","channel_id","began_at");--> statement-breakpoint
CREATE UNIQUE INDEX "managed_bot_requests_secret" ON "managed_bot_requests" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "managed_bot_requests_user" ON "managed_bot_requests" USING btree ("telegram_user_id");--> statement-breakpoint
CREATE INDEX "member_link_tokens_member" ON "member_link_tokens" USING btree ("workspace_id","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "member_links_member" ON "member_links" USING btree ("workspace_id","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "member_links_account" ON "member_links" USING btree ("workspace_id","telegram_user_id");