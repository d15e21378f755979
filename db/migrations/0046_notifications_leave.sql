CREATE TABLE "notification_deliveries" (
	"workspace_id" uuid NOT NULL,
	"notification_id" uuid NOT NULL,
	"way" text NOT NULL,
	"target" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notification_deliveries_workspace_id_notification_id_way_target_pk" PRIMARY KEY("workspace_id","notification_id","way","target"),
	CONSTRAINT "notification_deliveries_way" CHECK ("notification_deliveries"."way" in ('push', 'telegram', 'mail')),
	CONSTRAINT "notification_deliveries_state" CHECK ("notification_deliveries"."state" in ('sending', 'sent', 'failed', 'unconfirmed'))
);
--> statement-breakpoint
CREATE TABLE "push_devices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh" text NOT NULL,
	"auth" text NOT NULL,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "weekly_reports" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"week" text NOT NULL,
	"way" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "weekly_reports_workspace_id_person_id_week_way_pk" PRIMARY KEY("workspace_id","person_id","week","way"),
	CONSTRAINT "weekly_reports_way" CHECK ("weekly_reports"."way" in ('telegram', 'mail')),
	CONSTRAINT "weekly_reports_state" CHECK ("weekly_reports"."state" in ('sending', 'sent', 'failed', 'unconfirmed'))
);
--> statement-breakpoint
ALTER TABLE "notification_settings" ADD COLUMN "shows_names" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "notification_deliveries" ADD CONSTRAINT "notification_deliveries_notification_fk" FOREIGN KEY ("workspace_id","notification_id") REFERENCES "public"."notifications"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_devices" ADD CONSTRAINT "push_devices_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weekly_reports" ADD CONSTRAINT "weekly_reports_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "push_devices_endpoint" ON "push_devices" USING btree ("person_id","endpoint");--> statement-breakpoint
ALTER TABLE "note_mentions" DROP COLUMN "seen_at";