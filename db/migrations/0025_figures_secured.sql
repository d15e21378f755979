SELECT secure_workspace_table('figure_counts'), grant_workspace_table('figure_counts');
--> statement-breakpoint
SELECT secure_workspace_table('daily_figures'), grant_workspace_table('daily_figures');
--> statement-breakpoint
SELECT secure_workspace_table('customer_figures'), grant_workspace_table('customer_figures');
--> statement-breakpoint
-- What was counted before is counted anew, month by month, once the product runs.
INSERT INTO later_jobs (workspace_id, kind, subject, due_at)
SELECT b.workspace_id, 'insight/month', to_char(m, 'YYYY-MM'), now()
FROM (SELECT workspace_id, min(created_at) AS first_at FROM conversations GROUP BY 1) b
CROSS JOIN LATERAL generate_series(date_trunc('month', b.first_at AT TIME ZONE 'UTC'), now() AT TIME ZONE 'UTC', interval '1 month') m
ON CONFLICT DO NOTHING;
