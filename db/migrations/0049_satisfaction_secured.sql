SELECT secure_workspace_table('satisfaction_settings'), grant_workspace_table('satisfaction_settings');
--> statement-breakpoint
SELECT secure_workspace_table('ratings'), grant_workspace_table('ratings');
