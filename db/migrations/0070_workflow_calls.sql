-- Rows are looked for by their keys alone, and what else must hold is asked afterwards: of a table whose statistics are not
-- there yet another index would seem as good.

-- All that a run's function is called with, in one look: which function, its steps in the order of their ends, its events in
-- their own. No row when the run does not go on. Values stay `json`: nothing looks into them.
CREATE FUNCTION open_workflow_call(
  of_workspace uuid, of_run uuid, OUT function_id text, OUT request_version integer, OUT is_begun boolean,
  OUT is_awaited boolean, OUT steps json, OUT events json
)
RETURNS SETOF record
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
DECLARE
  run record;
BEGIN
  PERFORM set_config('app.workspace_id', of_workspace::text, true);
  SELECT r.state, r.function_id, r.request_version, r.started_at, r.parent_run_id, r.batch, r.event_id INTO run
    FROM workflow_runs r WHERE r.workspace_id = of_workspace AND r.id = of_run;
  IF run.state IS DISTINCT FROM 'running' THEN
    RETURN;
  END IF;
  function_id := run.function_id;
  request_version := run.request_version;
  is_begun := run.started_at IS NOT NULL;
  is_awaited := run.parent_run_id IS NOT NULL;
  steps := (
    SELECT json_agg(json_build_object('id', s.id, 'state', s.state, 'value', s.value, 'error', s.error) ORDER BY s.nth)
    FROM workflow_steps s WHERE s.workspace_id = of_workspace AND s.run_id = of_run);
  events := (
    SELECT json_agg((
      SELECT json_build_object('workspaceId', e.workspace_id, 'id', e.id, 'name', e.name, 'data', e.data,
        'version', e.version, 'actorKind', e.actor_kind, 'actorId', e.actor_id, 'chain', e.chain,
        'occurredAt', e.occurred_at)
      FROM workflow_events e WHERE e.workspace_id = of_workspace AND e.id = own.id) ORDER BY own.nth)
    FROM unnest(coalesce(run.batch, ARRAY[run.event_id])) WITH ORDINALITY AS own(id, nth));
  RETURN NEXT;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION open_workflow_call(uuid, uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION open_workflow_call(uuid, uuid) TO santral_worker;
--> statement-breakpoint
-- The first call of a run begins: nothing ends it for not having been called, and what it may take is counted from here. Not
-- waited for until it is on the disk: where the server dies before, the call has kept nothing either, and begins again.
CREATE FUNCTION begin_workflow_run(of_workspace uuid, of_run uuid, now_at timestamptz, ends_by timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
DECLARE
  run record;
BEGIN
  PERFORM set_config('app.workspace_id', of_workspace::text, true), set_config('synchronous_commit', 'off', true);
  SELECT r.state, r.started_at INTO run FROM workflow_runs r
    WHERE r.workspace_id = of_workspace AND r.id = of_run FOR UPDATE;
  -- It may have been cancelled since it was opened: nothing would take away what is asked for now.
  IF run.state IS DISTINCT FROM 'running' OR run.started_at IS NOT NULL THEN
    RETURN;
  END IF;
  UPDATE workflow_runs r SET started_at = now_at WHERE r.workspace_id = of_workspace AND r.id = of_run;
  DELETE FROM workflow_jobs j
    WHERE j.workspace_id = of_workspace AND j.run_id = of_run AND j.step = 'timeout:start';
  IF ends_by IS NOT NULL THEN
    INSERT INTO workflow_jobs (workspace_id, run_id, step, kind, due_at)
    VALUES (of_workspace, of_run, 'timeout:finish', 'timeout', ends_by)
    ON CONFLICT DO NOTHING;
  END IF;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION begin_workflow_run(uuid, uuid, timestamptz, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION begin_workflow_run(uuid, uuid, timestamptz, timestamptz) TO santral_worker;
--> statement-breakpoint
-- The end of a run, and of all that it still waited for. With a claim's step and generation only while that claim is held;
-- without, the caller holds the run. One that is forgotten goes with its steps, and with its event where no other run has begun
-- by it; that alone is not waited for until it is on the disk: a server that dies before has it ended again. Returns whether it
-- has ended by this.
CREATE FUNCTION end_workflow_run(
  of_workspace uuid, of_run uuid, of_claim text, of_generation bigint, ends_as text, gives text, fails_with text,
  now_at timestamptz, is_forgotten boolean
)
RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
DECLARE
  run record;
BEGIN
  PERFORM set_config('app.workspace_id', of_workspace::text, true);
  SELECT r.event_id, r.state INTO run FROM workflow_runs r
    WHERE r.workspace_id = of_workspace AND r.id = of_run FOR UPDATE;
  IF run.state IS DISTINCT FROM 'running' THEN
    RETURN false;
  END IF;
  IF of_claim IS NOT NULL THEN
    PERFORM FROM workflow_jobs j
      WHERE j.workspace_id = of_workspace AND j.run_id = of_run AND j.step = of_claim AND j.generation = of_generation
      FOR UPDATE;
    IF NOT FOUND THEN
      RETURN false;
    END IF;
  END IF;
  IF is_forgotten THEN
    PERFORM set_config('synchronous_commit', 'off', true) WHERE of_claim IS NOT NULL;
    DELETE FROM workflow_steps s WHERE s.workspace_id = of_workspace AND s.run_id = of_run;
    DELETE FROM workflow_runs r WHERE r.workspace_id = of_workspace AND r.id = of_run;
    DELETE FROM workflow_events e WHERE e.workspace_id = of_workspace AND e.id = run.event_id
      AND NOT EXISTS (SELECT FROM workflow_runs r WHERE r.workspace_id = of_workspace AND r.event_id = e.id);
  ELSE
    UPDATE workflow_runs r SET state = ends_as, output = gives::json, error = fails_with::json, ended_at = now_at
      WHERE r.workspace_id = of_workspace AND r.id = of_run;
  END IF;
  DELETE FROM workflow_jobs j WHERE j.workspace_id = of_workspace AND j.run_id = of_run;
  DELETE FROM workflow_waits w WHERE w.workspace_id = of_workspace AND w.run_id = of_run;
  RETURN true;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION end_workflow_run(uuid, uuid, text, bigint, text, text, text, timestamptz, boolean) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION end_workflow_run(uuid, uuid, text, bigint, text, text, text, timestamptz, boolean) TO santral_app, santral_worker;
--> statement-breakpoint
-- Asks a run's function what comes next, if it is time: when all that was planned together has ended; in a race after each. One
-- that is being asked already does not know yet why it is asked again: its answer is refused, and it is asked anew. (While others
-- of its steps are planned, nothing but planning is lost by that.)
CREATE FUNCTION go_on_workflow_run(of_workspace uuid, of_run uuid, now_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
DECLARE
  run record;
BEGIN
  PERFORM set_config('app.workspace_id', of_workspace::text, true);
  SELECT r.is_race, r.request_version, r.priority_s, r.slot, r.slot_limit, r.second_slot, r.second_slot_limit INTO run
    FROM workflow_runs r WHERE r.workspace_id = of_workspace AND r.id = of_run;
  IF NOT run.is_race AND run.request_version IS DISTINCT FROM 1 AND EXISTS (
    SELECT FROM workflow_steps s WHERE s.workspace_id = of_workspace AND s.run_id = of_run AND s.state = 'planned'
  ) THEN
    RETURN;
  END IF;
  INSERT INTO workflow_jobs AS j
    (workspace_id, run_id, step, kind, due_at, slot, slot_limit, second_slot, second_slot_limit)
  VALUES (of_workspace, of_run, 'step', 'call', now_at - make_interval(secs => run.priority_s), run.slot, run.slot_limit,
    run.second_slot, run.second_slot_limit)
  ON CONFLICT (workspace_id, run_id, step) DO UPDATE
    SET generation = j.generation + 1, due_at = excluded.due_at, lease_until = NULL, lease_holder = NULL
    WHERE j.lease_until IS NOT NULL;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION go_on_workflow_run(uuid, uuid, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION go_on_workflow_run(uuid, uuid, timestamptz) TO santral_app, santral_worker;
--> statement-breakpoint
-- A claimed sleep is over: its step has ended with nothing, and its run goes on. Returns what has become of the step, as
-- keep_workflow_steps does.
CREATE FUNCTION wake_workflow_run(
  of_workspace uuid, of_run uuid, of_step text, of_generation bigint, now_at timestamptz, max_steps integer,
  max_bytes integer, OUT outcome text
)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
BEGIN
  outcome := keep_workflow_steps(of_workspace, of_run, of_step, of_generation,
    jsonb_build_array(jsonb_build_object('id', of_step, 'name', of_step, 'operation', 'Sleep', 'state', 'done')),
    now_at, max_steps, max_bytes);
  IF outcome = 'kept' THEN
    DELETE FROM workflow_jobs j WHERE j.workspace_id = of_workspace AND j.run_id = of_run AND j.step = of_step;
    PERFORM go_on_workflow_run(of_workspace, of_run, now_at);
  END IF;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION wake_workflow_run(uuid, uuid, text, bigint, timestamptz, integer, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION wake_workflow_run(uuid, uuid, text, bigint, timestamptz, integer, integer) TO santral_worker;
