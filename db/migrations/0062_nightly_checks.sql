CREATE TABLE "check_findings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"last_night" date NOT NULL,
	"nights" integer DEFAULT 1 NOT NULL,
	"mended_at" timestamp (3) with time zone,
	CONSTRAINT "check_findings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "check_findings_kind" CHECK ("check_findings"."kind" in ('figure', 'customer-figure', 'message-gap', 'conversation-counter', 'address-blocked', 'message-words', 'order-words', 'file-missing', 'object-orphan', 'delivery-stuck', 'job-without-subject', 'job-without-workspace', 'lease-forgotten', 'order-books'))
);
--> statement-breakpoint
CREATE TABLE "check_nights" (
	"workspace_id" uuid NOT NULL,
	"night" text NOT NULL,
	"part" text NOT NULL,
	"checked" integer NOT NULL,
	"found" integer NOT NULL,
	"mended" integer NOT NULL,
	"skipped" integer NOT NULL,
	"took_ms" integer NOT NULL,
	"asked" integer DEFAULT 1 NOT NULL,
	"ended" integer DEFAULT 1 NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "check_nights_workspace_id_night_part_pk" PRIMARY KEY("workspace_id","night","part"),
	CONSTRAINT "check_nights_part" CHECK ("check_nights"."part" in ('figures', 'customer-figures', 'conversations', 'search', 'files', 'queues', 'books', 'objects', 'all'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "check_findings_subject" ON "check_findings" USING btree ("workspace_id","kind","subject");--> statement-breakpoint
CREATE INDEX "check_findings_seen" ON "check_findings" USING btree ("workspace_id","last_seen_at");--> statement-breakpoint
CREATE INDEX "check_nights_night" ON "check_nights" USING btree ("night","part");--> statement-breakpoint
CREATE INDEX "files_sha256" ON "files" USING btree ("sha256") WHERE sha256 is not null;--> statement-breakpoint
CREATE INDEX "files_thumbnail" ON "files" USING btree ("thumbnail_sha256") WHERE thumbnail_sha256 is not null;