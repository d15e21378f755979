CREATE TABLE "agent_jobs" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"generation" bigint DEFAULT 1 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_holder" uuid,
	CONSTRAINT "agent_jobs_workspace_id_conversation_id_pk" PRIMARY KEY("workspace_id","conversation_id")
);
--> statement-breakpoint
CREATE TABLE "agent_runs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"from_seq" bigint NOT NULL,
	"to_seq" bigint NOT NULL,
	"language" text NOT NULL,
	"intent" text,
	"scores" jsonb NOT NULL,
	"sources" jsonb NOT NULL,
	"action" text NOT NULL,
	"band" text,
	"reason" text NOT NULL,
	"duration_ms" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "agent_runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "agent_runs_action" CHECK ("agent_runs"."action" in ('answer', 'clarify', 'handoff', 'act')),
	CONSTRAINT "agent_runs_band" CHECK ("agent_runs"."band" in ('answer', 'clarify', 'handoff'))
);
--> statement-breakpoint
CREATE TABLE "order_proofs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"shop_order_id" uuid NOT NULL,
	"method" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_proofs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "order_proofs_method" CHECK ("order_proofs"."method" in ('contact_button', 'verified_identity', 'order_details'))
);
--> statement-breakpoint
CREATE TABLE "proof_attempts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"order_number" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "proof_attempts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"workspace_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"entity_id" text NOT NULL,
	"changes" jsonb NOT NULL,
	"request_id" text NOT NULL,
	CONSTRAINT "audit_log_workspace_id_at_id_pk" PRIMARY KEY("workspace_id","at","id")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"display_name" text NOT NULL,
	"locale" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"method" text NOT NULL,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "channel_polls" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"next_update_id" bigint DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_holder" uuid,
	CONSTRAINT "channel_polls_workspace_id_channel_id_pk" PRIMARY KEY("workspace_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"username" text NOT NULL,
	"display_name" text NOT NULL,
	"api_root" text NOT NULL,
	"token_encrypted" text NOT NULL,
	"secret_encrypted" text NOT NULL,
	"update_mode" text NOT NULL,
	"state" text NOT NULL,
	"profile" jsonb NOT NULL,
	"last_error" text,
	"last_error_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "channels_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "channels_kind" CHECK ("channels"."kind" in ('telegram')),
	CONSTRAINT "channels_update_mode" CHECK ("channels"."update_mode" in ('webhook', 'polling')),
	CONSTRAINT "channels_state" CHECK ("channels"."state" in ('active', 'paused', 'broken', 'deleted'))
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"address_id" uuid NOT NULL,
	"status" text NOT NULL,
	"language" text,
	"assigned_member_id" uuid,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"agent_seq" bigint DEFAULT 0 NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"last_message_at" timestamp (3) with time zone NOT NULL,
	"last_inbound_at" timestamp (3) with time zone,
	"waiting_since" timestamp (3) with time zone,
	"first_inbound_at" timestamp (3) with time zone NOT NULL,
	"first_response_at" timestamp (3) with time zone,
	"last_band" text,
	"clarify_count" integer DEFAULT 0 NOT NULL,
	"handed_off_at" timestamp (3) with time zone,
	"handoff_reason" text,
	"handoff_summary" text,
	"suggested_reply" text,
	"answer_count" integer DEFAULT 0 NOT NULL,
	"member_message_count" integer DEFAULT 0 NOT NULL,
	"resolution" text,
	"resolved_at" timestamp (3) with time zone,
	"reopened_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "conversations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "conversations_status" CHECK ("conversations"."status" in ('open', 'handed_off', 'closed')),
	CONSTRAINT "conversations_last_band" CHECK ("conversations"."last_band" in ('answer', 'clarify', 'handoff')),
	CONSTRAINT "conversations_resolution" CHECK ("conversations"."resolution" in ('assumed', 'confirmed'))
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"address_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"direction" text NOT NULL,
	"author" text NOT NULL,
	"member_id" uuid,
	"agent_run_id" uuid,
	"kind" text NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"payload" jsonb,
	"provider_message_id" text,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "messages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "messages_direction" CHECK ("messages"."direction" in ('in', 'out')),
	CONSTRAINT "messages_author" CHECK ("messages"."author" in ('customer', 'agent', 'member', 'system')),
	CONSTRAINT "messages_kind" CHECK ("messages"."kind" in ('text', 'contact', 'photo', 'callback', 'command', 'unsupported'))
);
--> statement-breakpoint
CREATE TABLE "raw_updates" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"channel_id" uuid NOT NULL,
	"update_id" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "raw_updates_workspace_id_day_channel_id_update_id_pk" PRIMARY KEY("workspace_id","day","channel_id","update_id")
);
--> statement-breakpoint
CREATE TABLE "update_receipts" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"update_id" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "update_receipts_workspace_id_channel_id_update_id_pk" PRIMARY KEY("workspace_id","channel_id","update_id"),
	CONSTRAINT "update_receipts_state" CHECK ("update_receipts"."state" in ('accepted', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "addresses" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"identity_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"chat_id" text NOT NULL,
	"is_reachable" boolean DEFAULT true NOT NULL,
	"unreachable_reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "addresses_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"display_name" text NOT NULL,
	"language_hint" text,
	"opted_out_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "customers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"verified_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "identities_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "identities_kind" CHECK ("identities"."kind" in ('telegram', 'phone', 'email')),
	CONSTRAINT "identities_verified_by" CHECK ("identities"."verified_by" in ('platform', 'contact_button', 'member'))
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"address_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"provider_message_id" text,
	"error_code" text,
	"error_text" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "deliveries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "deliveries_purpose" CHECK ("deliveries"."purpose" in ('reply', 'service', 'marketing', 'money')),
	CONSTRAINT "deliveries_state" CHECK ("deliveries"."state" in ('queued', 'sending', 'sent', 'failed', 'suppressed', 'unconfirmed'))
);
--> statement-breakpoint
CREATE TABLE "delivery_queue" (
	"workspace_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"address_id" uuid NOT NULL,
	"lane" smallint NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "delivery_queue_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_holder" uuid,
	CONSTRAINT "delivery_queue_workspace_id_delivery_id_pk" PRIMARY KEY("workspace_id","delivery_id")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"state" text NOT NULL,
	"sha256" text,
	"content_type" text,
	"size_bytes" integer,
	"error_code" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "files_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "files_state" CHECK ("files"."state" in ('waiting', 'stored', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "hourly_figures" (
	"workspace_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"messages_in" integer NOT NULL,
	"conversations_started" integer NOT NULL,
	"resolved_assumed" integer NOT NULL,
	"resolved_confirmed" integer NOT NULL,
	"handed_off" integer NOT NULL,
	"answers" integer NOT NULL,
	"first_responses_s" integer[] NOT NULL,
	CONSTRAINT "hourly_figures_workspace_id_hour_pk" PRIMARY KEY("workspace_id","hour")
);
--> statement-breakpoint
CREATE TABLE "faq_entries" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"question" text NOT NULL,
	"answer" text NOT NULL,
	"language" text NOT NULL,
	"tags" text[] NOT NULL,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "faq_entries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "workspace_facts" (
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workspace_facts_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"display_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "members_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "members_role" CHECK ("members"."role" in ('owner', 'admin', 'supervisor', 'support', 'analyst'))
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "later_jobs" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"generation" bigint DEFAULT 1 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_holder" uuid,
	CONSTRAINT "later_jobs_workspace_id_kind_subject_pk" PRIMARY KEY("workspace_id","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"aggregate_id" uuid NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"schema_version" smallint DEFAULT 1 NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_holder" uuid,
	CONSTRAINT "outbox_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "terms" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"term" text NOT NULL,
	"row_id" uuid NOT NULL,
	"weight" real NOT NULL,
	CONSTRAINT "terms_workspace_id_kind_term_row_id_pk" PRIMARY KEY("workspace_id","kind","term","row_id"),
	CONSTRAINT "terms_kind" CHECK ("terms"."kind" in ('faq', 'customer', 'shop_order'))
);
--> statement-breakpoint
CREATE TABLE "shop_order_lines" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"shop_order_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"item" text NOT NULL,
	"sku" text,
	"quantity" integer NOT NULL,
	"price_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	CONSTRAINT "shop_order_lines_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "shop_order_packages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"shop_order_id" uuid NOT NULL,
	"carrier" text,
	"tracking" text,
	"status" text NOT NULL,
	"estimated_delivery" date,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "shop_order_packages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "shop_order_packages_status" CHECK ("shop_order_packages"."status" in ('preparing', 'shipped', 'out_for_delivery', 'delivered', 'cancelled', 'returned'))
);
--> statement-breakpoint
CREATE TABLE "shop_orders" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"number_folded" text NOT NULL,
	"ordered_at" timestamp (3) with time zone NOT NULL,
	"customer_name" text NOT NULL,
	"phone" text,
	"email" text,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shop_orders_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "shop_orders_status" CHECK ("shop_orders"."status" in ('preparing', 'shipped', 'out_for_delivery', 'delivered', 'cancelled', 'returned'))
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"time_zone" text NOT NULL,
	"default_language" text NOT NULL,
	"languages" text[] NOT NULL,
	"business_hours" jsonb NOT NULL,
	"is_agent_on" boolean DEFAULT true NOT NULL,
	"minutes_per_answer" integer DEFAULT 3 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workspaces_kind" CHECK ("workspaces"."kind" in ('creator', 'shop', 'clinic', 'desk'))
);
--> statement-breakpoint
ALTER TABLE "agent_runs" ADD CONSTRAINT "agent_runs_conversation_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_proofs" ADD CONSTRAINT "order_proofs_customer_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_proofs" ADD CONSTRAINT "order_proofs_shop_order_fk" FOREIGN KEY ("workspace_id","shop_order_id") REFERENCES "public"."shop_orders"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proof_attempts" ADD CONSTRAINT "proof_attempts_customer_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_customer_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_address_fk" FOREIGN KEY ("workspace_id","address_id") REFERENCES "public"."addresses"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_member_fk" FOREIGN KEY ("workspace_id","assigned_member_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_receipts" ADD CONSTRAINT "update_receipts_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_customer_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_identity_fk" FOREIGN KEY ("workspace_id","identity_id") REFERENCES "public"."identities"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_customer_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_message_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."messages"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_address_fk" FOREIGN KEY ("workspace_id","address_id") REFERENCES "public"."addresses"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_message_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."messages"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hourly_figures" ADD CONSTRAINT "hourly_figures_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "faq_entries" ADD CONSTRAINT "faq_entries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_facts" ADD CONSTRAINT "workspace_facts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms" ADD CONSTRAINT "terms_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_order_lines" ADD CONSTRAINT "shop_order_lines_order_fk" FOREIGN KEY ("workspace_id","shop_order_id") REFERENCES "public"."shop_orders"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_order_lines" ADD CONSTRAINT "shop_order_lines_package_fk" FOREIGN KEY ("workspace_id","package_id") REFERENCES "public"."shop_order_packages"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_order_packages" ADD CONSTRAINT "shop_order_packages_order_fk" FOREIGN KEY ("workspace_id","shop_order_id") REFERENCES "public"."shop_orders"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_orders" ADD CONSTRAINT "shop_orders_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspaces" ADD CONSTRAINT "workspaces_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agent_jobs_due" ON "agent_jobs" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "agent_runs_conversation" ON "agent_runs" USING btree ("workspace_id","conversation_id","created_at");--> statement-breakpoint
CREATE INDEX "agent_runs_created" ON "agent_runs" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "order_proofs_order" ON "order_proofs" USING btree ("workspace_id","customer_id","shop_order_id");--> statement-breakpoint
CREATE INDEX "proof_attempts_customer" ON "proof_attempts" USING btree ("workspace_id","customer_id","created_at");--> statement-breakpoint
CREATE INDEX "proof_attempts_order" ON "proof_attempts" USING btree ("workspace_id","order_number","created_at");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "channel_polls_due" ON "channel_polls" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "channels_key" ON "channels" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "channels_account" ON "channels" USING btree ("kind","api_root","provider_account_id") WHERE state <> 'deleted';--> statement-breakpoint
CREATE UNIQUE INDEX "conversations_open" ON "conversations" USING btree ("workspace_id","channel_id","customer_id") WHERE status <> 'closed';--> statement-breakpoint
CREATE INDEX "conversations_list" ON "conversations" USING btree ("workspace_id","status","last_message_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "conversations_customer" ON "conversations" USING btree ("workspace_id","customer_id","channel_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "conversations_created" ON "conversations" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "conversations_resolved" ON "conversations" USING btree ("workspace_id","resolved_at") WHERE resolved_at is not null;--> statement-breakpoint
CREATE INDEX "conversations_handed_off" ON "conversations" USING btree ("workspace_id","handed_off_at") WHERE handed_off_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_seq" ON "messages" USING btree ("workspace_id","conversation_id","seq");--> statement-breakpoint
CREATE INDEX "messages_provider" ON "messages" USING btree ("workspace_id","address_id","provider_message_id") WHERE provider_message_id is not null;--> statement-breakpoint
CREATE INDEX "messages_created" ON "messages" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "update_receipts_received" ON "update_receipts" USING btree ("workspace_id","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "addresses_chat" ON "addresses" USING btree ("workspace_id","channel_id","chat_id");--> statement-breakpoint
CREATE INDEX "addresses_customer" ON "addresses" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "identities_value" ON "identities" USING btree ("workspace_id","kind","value");--> statement-breakpoint
CREATE INDEX "identities_customer" ON "identities" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE INDEX "deliveries_message" ON "deliveries" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE INDEX "delivery_queue_due" ON "delivery_queue" USING btree ("lane","due_at","position");--> statement-breakpoint
CREATE INDEX "delivery_queue_channel" ON "delivery_queue" USING btree ("channel_id","lane","due_at");--> statement-breakpoint
CREATE INDEX "delivery_queue_address" ON "delivery_queue" USING btree ("address_id","position");--> statement-breakpoint
CREATE INDEX "files_message" ON "files" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE INDEX "faq_entries_updated" ON "faq_entries" USING btree ("workspace_id","updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "members_person" ON "members" USING btree ("workspace_id","person_id") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "members_by_person" ON "members" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "later_jobs_due" ON "later_jobs" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at","id");--> statement-breakpoint
CREATE INDEX "terms_row" ON "terms" USING btree ("workspace_id","kind","row_id");--> statement-breakpoint
CREATE INDEX "shop_order_lines_order" ON "shop_order_lines" USING btree ("workspace_id","shop_order_id");--> statement-breakpoint
CREATE INDEX "shop_order_packages_order" ON "shop_order_packages" USING btree ("workspace_id","shop_order_id");--> statement-breakpoint
CREATE INDEX "shop_order_packages_tracking" ON "shop_order_packages" USING btree ("workspace_id","tracking");--> statement-breakpoint
CREATE UNIQUE INDEX "shop_orders_number" ON "shop_orders" USING btree ("workspace_id","number_folded");--> statement-breakpoint
CREATE INDEX "shop_orders_phone" ON "shop_orders" USING btree ("workspace_id","phone");--> statement-breakpoint
CREATE INDEX "shop_orders_email" ON "shop_orders" USING btree ("workspace_id","email");--> statement-breakpoint
CREATE INDEX "shop_orders_ordered" ON "shop_orders" USING btree ("workspace_id","ordered_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "workspaces_slug" ON "workspaces" USING btree ("slug");