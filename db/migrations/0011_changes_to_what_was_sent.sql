ALTER TABLE "messages" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "action" text DEFAULT 'send' NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "text" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "provider_message_ids" text[];--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_action" CHECK ("deliveries"."action" in ('send', 'edit', 'delete', 'react'));