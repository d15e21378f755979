CREATE TABLE "customer_field_values" (
	"workspace_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"field_id" uuid NOT NULL,
	"value" text NOT NULL,
	"value_key" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "customer_field_values_workspace_id_customer_id_field_id_pk" PRIMARY KEY("workspace_id","customer_id","field_id")
);
--> statement-breakpoint
CREATE TABLE "customer_fields" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"kind" text NOT NULL,
	"choices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"position" integer NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "customer_fields_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "customer_fields_kind" CHECK ("customer_fields"."kind" in ('text', 'number', 'date', 'boolean', 'choice'))
);
--> statement-breakpoint
ALTER TABLE "customer_field_values" ADD CONSTRAINT "customer_field_values_customer_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_field_values" ADD CONSTRAINT "customer_field_values_field_fk" FOREIGN KEY ("workspace_id","field_id") REFERENCES "public"."customer_fields"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_fields" ADD CONSTRAINT "customer_fields_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "customer_field_values_key" ON "customer_field_values" USING btree ("workspace_id","field_id","value_key","customer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "customer_fields_name" ON "customer_fields" USING btree ("workspace_id","name_key");