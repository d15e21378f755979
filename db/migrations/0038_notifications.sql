CREATE TABLE "notification_settings" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"ways" jsonb NOT NULL,
	"quiet_from" smallint,
	"quiet_to" smallint,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notification_settings_workspace_id_person_id_pk" PRIMARY KEY("workspace_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"subject_kind" text,
	"subject_id" uuid,
	"href" text NOT NULL,
	"params" jsonb NOT NULL,
	"in_panel" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "notifications_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('assigned', 'mentioned', 'waiting', 'task-due', 'sla-near', 'bot-trouble', 'invitation-accepted', 'rating-low')),
	CONSTRAINT "notifications_subject_kind" CHECK ("notifications"."subject_kind" in ('conversation', 'channel', 'member', 'customer', 'task'))
);
--> statement-breakpoint
ALTER TABLE "notification_settings" ADD CONSTRAINT "notification_settings_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_key" ON "notifications" USING btree ("workspace_id","person_id","key");--> statement-breakpoint
CREATE INDEX "notifications_newest" ON "notifications" USING btree ("workspace_id","person_id","id") WHERE in_panel and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("workspace_id","person_id") WHERE in_panel and read_at is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "notifications_subject" ON "notifications" USING btree ("workspace_id","subject_id") WHERE subject_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_age" ON "notifications" USING btree ("workspace_id","created_at");