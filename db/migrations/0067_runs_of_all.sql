-- Runs of automatic work across workspaces, for the operators' console: ids, functions, states and times. The columns that
-- hold what a run was about (`output`, `error`, `batch`, keys) are not granted, so that no function of this owner can read
-- them.
GRANT CREATE ON SCHEMA public TO santral_resolver;
--> statement-breakpoint
GRANT SELECT (workspace_id, id, function_id, event_id, state, ended_steps, priority_s, parent_run_id, asked_at, started_at,
  ended_at) ON workflow_runs TO santral_resolver;
--> statement-breakpoint
CREATE POLICY resolver_reads ON workflow_runs FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
GRANT SELECT (workspace_id, id, name, version) ON workflow_events TO santral_resolver;
--> statement-breakpoint
CREATE POLICY resolver_reads ON workflow_events FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
GRANT SELECT (workspace_id, run_id, step) ON workflow_waits TO santral_resolver;
--> statement-breakpoint
CREATE POLICY resolver_reads ON workflow_waits FOR SELECT TO santral_resolver USING (true);
--> statement-breakpoint
-- The newest runs of every workspace and of the platform itself, each narrowed by what is not null (`of_id`: of a run or of its event); at the most `most` of
-- them, or all. Each workspace gives as many by its own index: nothing is kept for this alone. `is_awaiting` says of one that
-- has not ended whether an event or another run will wake it; its event is named with the version that it has.
CREATE FUNCTION resolve_runs(
  of_state text, of_functions text[], of_workspace uuid, of_id uuid, since timestamptz, before_at timestamptz,
  before_id uuid, most integer
) RETURNS TABLE (
  workspace_id uuid, id uuid, function_id text, event_id uuid, state text, ended_steps integer, priority_s integer,
  parent_run_id uuid, asked_at timestamptz, started_at timestamptz, ended_at timestamptz, is_awaiting boolean,
  event_name text, event_version integer
)
-- Which index serves depends on what is null.
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    SELECT r.workspace_id, r.id, r.function_id, r.event_id, r.state, r.ended_steps, r.priority_s, r.parent_run_id, r.asked_at,
      r.started_at, r.ended_at,
      r.state = 'running' AND (
        EXISTS (SELECT 1 FROM workflow_waits a
          WHERE a.workspace_id = r.workspace_id AND a.run_id = r.id AND a.step NOT LIKE 'cancel:%')
        OR EXISTS (SELECT 1 FROM workflow_runs c
          WHERE c.workspace_id = r.workspace_id AND c.parent_run_id = r.id AND c.state = 'running')),
      e.name, e.version
    FROM (
      SELECT n.* FROM (SELECT w.id FROM workspaces w UNION ALL SELECT '00000000-0000-0000-0000-000000000000'::uuid) s
      CROSS JOIN LATERAL (
        SELECT x.workspace_id, x.id, x.function_id, x.event_id, x.state, x.ended_steps, x.priority_s, x.parent_run_id,
          x.asked_at, x.started_at, x.ended_at
        FROM workflow_runs x
        WHERE x.workspace_id = s.id
          AND (of_state IS NULL OR x.state = of_state)
          AND (of_functions IS NULL OR x.function_id = ANY (of_functions))
          AND (of_id IS NULL OR x.id = of_id OR x.event_id = of_id)
          AND (since IS NULL OR x.asked_at >= since)
          AND (before_at IS NULL OR (x.asked_at <= before_at AND (x.asked_at < before_at OR x.id < before_id)))
        ORDER BY x.asked_at DESC, x.id DESC LIMIT most
      ) n
      WHERE of_workspace IS NULL OR s.id = of_workspace
      ORDER BY n.asked_at DESC, n.id DESC LIMIT most
    ) r
    LEFT JOIN workflow_events e ON r.state = 'running' AND e.workspace_id = r.workspace_id AND e.id = r.event_id
    ORDER BY r.asked_at DESC, r.id DESC;
END $$;
--> statement-breakpoint
-- When and how runs have ended since then, and when they had begun.
CREATE FUNCTION resolve_ended_runs(since timestamptz) RETURNS TABLE (
  state text, started_at timestamptz, ended_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT n.state, n.started_at, n.ended_at
  FROM (SELECT w.id FROM workspaces w UNION ALL SELECT '00000000-0000-0000-0000-000000000000'::uuid) s
  CROSS JOIN LATERAL (
    SELECT x.state, x.started_at, x.ended_at FROM workflow_runs x WHERE x.workspace_id = s.id AND x.ended_at >= since
  ) n
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION resolve_runs(text, text[], uuid, uuid, timestamptz, timestamptz, uuid, integer),
  resolve_ended_runs(timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_runs(text, text[], uuid, uuid, timestamptz, timestamptz, uuid, integer),
  resolve_ended_runs(timestamptz) TO santral_worker;
--> statement-breakpoint
ALTER FUNCTION resolve_runs(text, text[], uuid, uuid, timestamptz, timestamptz, uuid, integer) OWNER TO santral_resolver;
--> statement-breakpoint
ALTER FUNCTION resolve_ended_runs(timestamptz) OWNER TO santral_resolver;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM santral_resolver;
