SELECT secure_workspace_table('check_findings'), grant_workspace_table('check_findings');
--> statement-breakpoint
SELECT secure_claim_table('check_nights');
