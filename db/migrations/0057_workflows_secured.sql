SELECT secure_workspace_table('workflow_events'), grant_workspace_table('workflow_events');
--> statement-breakpoint
SELECT secure_workspace_table('workflow_runs'), grant_workspace_table('workflow_runs');
--> statement-breakpoint
SELECT secure_workspace_table('workflow_steps'), grant_workspace_table('workflow_steps');
--> statement-breakpoint
SELECT secure_claim_table('workflow_jobs');
