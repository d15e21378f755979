-- A message changes its conversation: kept heap-only (no index entry) by an index that changes every ten minutes only, and
-- by room for the new version on the same page. The new column rewrites the table, so that every page gets the room.
ALTER TABLE "conversations" SET (fillfactor = 70);--> statement-breakpoint
DROP INDEX "conversations_list";--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "active_slot" timestamp (3) with time zone GENERATED ALWAYS AS (date_bin('10 minutes', last_message_at, '2000-01-01 00:00:00+00')) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "conversations_list" ON "conversations" USING btree ("workspace_id","status","active_slot" DESC NULLS LAST);