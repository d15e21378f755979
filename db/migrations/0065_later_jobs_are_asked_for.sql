ALTER TABLE "later_jobs" DROP COLUMN "generation";--> statement-breakpoint
ALTER TABLE "later_jobs" DROP COLUMN "attempts";--> statement-breakpoint
ALTER TABLE "later_jobs" DROP COLUMN "lease_until";--> statement-breakpoint
ALTER TABLE "later_jobs" DROP COLUMN "lease_holder";