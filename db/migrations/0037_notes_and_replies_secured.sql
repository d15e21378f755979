SELECT secure_workspace_table('notes'), grant_workspace_table('notes');
--> statement-breakpoint
SELECT secure_workspace_table('note_mentions'), grant_workspace_table('note_mentions');
--> statement-breakpoint
SELECT secure_workspace_table('canned_replies'), grant_workspace_table('canned_replies');
