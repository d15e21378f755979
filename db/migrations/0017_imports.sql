CREATE TABLE "import_changes" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"label" text NOT NULL,
	"before" jsonb,
	"mark" text NOT NULL,
	"undo" text,
	CONSTRAINT "import_changes_workspace_id_import_id_entity_id_pk" PRIMARY KEY("workspace_id","import_id","entity_id"),
	CONSTRAINT "import_changes_undo" CHECK ("import_changes"."undo" in ('removed', 'restored', 'changedSince', 'inUse', 'gone'))
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"outcome" text NOT NULL,
	"digest" text NOT NULL,
	"shared" text NOT NULL,
	"problems" jsonb,
	"cells" jsonb,
	CONSTRAINT "import_rows_workspace_id_import_id_row_pk" PRIMARY KEY("workspace_id","import_id","row"),
	CONSTRAINT "import_rows_outcome" CHECK ("import_rows"."outcome" in ('created', 'updated', 'unchanged', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"target" text NOT NULL,
	"state" text NOT NULL,
	"mode" text,
	"ends_as" text,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"format" jsonb NOT NULL,
	"heading_row" integer,
	"heading" jsonb NOT NULL,
	"column_map" jsonb NOT NULL,
	"sample" jsonb NOT NULL,
	"rows_expected" integer,
	"cursor_row" integer DEFAULT 0 NOT NULL,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"counts" jsonb NOT NULL,
	"stopped_at" jsonb,
	"member_id" uuid,
	"version" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"forgotten_at" timestamp (3) with time zone,
	CONSTRAINT "imports_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "imports_target" CHECK ("imports"."target" in ('shopOrders', 'faq', 'customers')),
	CONSTRAINT "imports_state" CHECK ("imports"."state" in ('ready', 'checking', 'checked', 'running', 'done', 'refused', 'rollingBack', 'cancelled', 'undoing', 'undone', 'failed')),
	CONSTRAINT "imports_mode" CHECK ("imports"."mode" in ('rows', 'whole')),
	CONSTRAINT "imports_ends_as" CHECK ("imports"."ends_as" in ('refused', 'cancelled', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_import_fk" FOREIGN KEY ("workspace_id","import_id") REFERENCES "public"."imports"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_fk" FOREIGN KEY ("workspace_id","import_id") REFERENCES "public"."imports"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_rows_key" ON "import_rows" USING btree ("workspace_id","import_id","key");--> statement-breakpoint
CREATE INDEX "imports_newest" ON "imports" USING btree ("workspace_id","target","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "imports_file" ON "imports" USING btree ("workspace_id","target","sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "imports_busy" ON "imports" USING btree ("workspace_id","target") WHERE state in ('checking', 'running', 'rollingBack', 'undoing');--> statement-breakpoint
SELECT secure_workspace_table('imports'), grant_workspace_table('imports');
--> statement-breakpoint
SELECT secure_workspace_table('import_rows'), grant_workspace_table('import_rows');
--> statement-breakpoint
SELECT secure_workspace_table('import_changes'), grant_workspace_table('import_changes');
