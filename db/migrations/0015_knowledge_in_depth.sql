-- Questions are ranked in the process from their own rows: their terms are of no more use.
DELETE FROM "terms" WHERE "kind" = 'faq';--> statement-breakpoint
CREATE TABLE "knowledge_states" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"revision" uuid NOT NULL,
	"calibration" jsonb
);
--> statement-breakpoint
CREATE TABLE "synonym_groups" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"words" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "synonym_groups_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "terms" DROP CONSTRAINT "terms_kind";--> statement-breakpoint
ALTER TABLE "faq_entries" ADD COLUMN "alternatives" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "faq_entries" ADD COLUMN "distinct_from" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "knowledge_states" ADD CONSTRAINT "knowledge_states_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "synonym_groups" ADD CONSTRAINT "synonym_groups_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms" ADD CONSTRAINT "terms_kind" CHECK ("terms"."kind" in ('customer', 'shop_order'));--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['synonym_groups', 'knowledge_states'] LOOP
    PERFORM secure_workspace_table(name::regclass);
    PERFORM grant_workspace_table(name::regclass);
  END LOOP;
END $$;
