CREATE TABLE "ratings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"address_id" uuid NOT NULL,
	"member_id" uuid,
	"message_id" uuid,
	"language" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"score" smallint,
	"rated_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone,
	"invited_at" timestamp (3) with time zone,
	"comment" text,
	"commented_at" timestamp (3) with time zone,
	"comment_update_id" bigint,
	CONSTRAINT "ratings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "satisfaction_settings" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"is_on" boolean NOT NULL,
	"pause_days" integer NOT NULL,
	"silent_channels" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_conversation_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "satisfaction_settings" ADD CONSTRAINT "satisfaction_settings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ratings_conversation" ON "ratings" USING btree ("workspace_id","conversation_id");--> statement-breakpoint
CREATE INDEX "ratings_customer" ON "ratings" USING btree ("workspace_id","customer_id","asked_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "ratings_asked" ON "ratings" USING btree ("workspace_id","asked_at");--> statement-breakpoint
CREATE INDEX "ratings_rated" ON "ratings" USING btree ("workspace_id","rated_at") WHERE rated_at is not null;--> statement-breakpoint
CREATE INDEX "ratings_invited" ON "ratings" USING btree ("workspace_id","channel_id","invited_at") WHERE invited_at is not null;