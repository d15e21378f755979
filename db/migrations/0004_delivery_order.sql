DROP INDEX "delivery_queue_due";--> statement-breakpoint
DROP INDEX "delivery_queue_channel";--> statement-breakpoint
DROP INDEX "delivery_queue_address";--> statement-breakpoint
CREATE INDEX "delivery_queue_channel" ON "delivery_queue" USING btree ("channel_id","lane","due_at","position");--> statement-breakpoint
CREATE INDEX "delivery_queue_address" ON "delivery_queue" USING btree ("address_id","lane","position");