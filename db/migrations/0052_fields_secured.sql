SELECT secure_workspace_table('customer_fields'), grant_workspace_table('customer_fields');
--> statement-breakpoint
SELECT secure_workspace_table('customer_field_values'), grant_workspace_table('customer_field_values');
