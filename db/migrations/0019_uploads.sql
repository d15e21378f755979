CREATE TABLE "sent_files" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"kind" text NOT NULL,
	"provider_file_id" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sent_files_workspace_id_channel_id_sha256_kind_pk" PRIMARY KEY("workspace_id","channel_id","sha256","kind"),
	CONSTRAINT "sent_files_kind" CHECK ("sent_files"."kind" in ('photo', 'video', 'animation', 'audio', 'voice', 'document'))
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"sha256" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"width" integer,
	"height" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "uploads_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "uploads_kind" CHECK ("uploads"."kind" in ('photo', 'video', 'animation', 'audio', 'voice', 'document'))
);
--> statement-breakpoint
ALTER TABLE "sent_files" ADD CONSTRAINT "sent_files_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_member_fk" FOREIGN KEY ("workspace_id","member_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "uploads_created" ON "uploads" USING btree ("workspace_id","created_at");
--> statement-breakpoint
SELECT secure_workspace_table('uploads'), grant_workspace_table('uploads');
--> statement-breakpoint
SELECT secure_workspace_table('sent_files'), grant_workspace_table('sent_files');
