ALTER TABLE "messages" DROP CONSTRAINT "messages_kind";--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "provider_unique_id" text;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "thumbnail_sha256" text;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "thumbnail_type" text;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "thumbnail_bytes" integer;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "file_quota_bytes" bigint DEFAULT 10737418240 NOT NULL;--> statement-breakpoint
CREATE INDEX "files_provider" ON "files" USING btree ("workspace_id","provider_unique_id") WHERE provider_unique_id is not null;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_kind" CHECK ("messages"."kind" in ('text', 'contact', 'photo', 'video', 'voice', 'audio', 'document', 'sticker', 'animation', 'video_note', 'location', 'venue', 'poll', 'dice', 'story', 'callback', 'command', 'unsupported'));--> statement-breakpoint
-- A photo is one of the kinds that carry a file, and is written like them.
UPDATE "messages" SET "payload" = ("payload" - 'photo') || jsonb_build_object('media', "payload" -> 'photo')
WHERE "kind" = 'photo' AND "payload" -> 'photo' IS NOT NULL;
