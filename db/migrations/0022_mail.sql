CREATE TABLE "mail_queue" (
	"workspace_id" uuid NOT NULL,
	"mail_id" uuid NOT NULL,
	"step" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_holder" uuid,
	CONSTRAINT "mail_queue_workspace_id_mail_id_pk" PRIMARY KEY("workspace_id","mail_id"),
	CONSTRAINT "mail_queue_step" CHECK ("mail_queue"."step" in ('send', 'forget'))
);
--> statement-breakpoint
CREATE TABLE "mail_suppressions" (
	"address_key" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"detail" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mail_suppressions_reason" CHECK ("mail_suppressions"."reason" in ('bounced', 'complained'))
);
--> statement-breakpoint
CREATE TABLE "mail_unsubscribes" (
	"workspace_id" uuid NOT NULL,
	"address_key" text NOT NULL,
	"template" text NOT NULL,
	"way" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mail_unsubscribes_workspace_id_address_key_template_pk" PRIMARY KEY("workspace_id","address_key","template"),
	CONSTRAINT "mail_unsubscribes_way" CHECK ("mail_unsubscribes"."way" in ('one_click', 'page'))
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid,
	"person_id" uuid,
	"template" text NOT NULL,
	"locale" text NOT NULL,
	"address" text NOT NULL,
	"address_key" text NOT NULL,
	"state" text NOT NULL,
	"content_encrypted" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error_code" text,
	"error_text" text,
	"good_until" timestamp (3) with time zone,
	"version" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "mails_state" CHECK ("mails"."state" in ('queued', 'sending', 'sent', 'failed', 'bounced', 'complained', 'suppressed', 'unconfirmed'))
);
--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_queue_due" ON "mail_queue" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "mails_newest" ON "mails" USING btree ("workspace_id","created_at" DESC NULLS LAST) WHERE workspace_id is not null;--> statement-breakpoint
CREATE INDEX "mails_address" ON "mails" USING btree ("workspace_id","address_key") WHERE workspace_id is not null;