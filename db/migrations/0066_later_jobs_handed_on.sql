-- The functions that ask for what happens later: what is asked for again is due at the earlier of both moments. (Text for
-- text, so that nothing else of them changes.)
DO $$
DECLARE
  asking record;
BEGIN
  FOR asking IN
    SELECT p.oid, pg_get_functiondef(p.oid) AS written FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
      AND p.prosrc ~ 'INTO later_jobs[^;]*generation'
  LOOP
    EXECUTE replace(replace(asking.written,
      'generation = j.generation + 1, attempts = 0, due_at', 'due_at'),
      'SET generation = j.generation + 1;', 'SET due_at = least(j.due_at, excluded.due_at);');
  END LOOP;
  IF EXISTS (
    SELECT FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND p.prosrc ~ 'INTO later_jobs[^;]*generation'
  ) THEN
    RAISE EXCEPTION 'A function still counts the generations of later_jobs.';
  END IF;
END $$;
--> statement-breakpoint
-- What is due of these kinds becomes the events of the workflows that are named as they, in one transaction: its row goes, so
-- that whoever asks for it from now on asks for another run. Of the kinds that are begun here the runs begin at once, one of a
-- subject at a time: while one goes on the next is looked at again each second. Not waited for until it is on the disk: both
-- sides of the hand-over are kept or lost together, and whoever claims what has begun waits. Returns how many rows it looked at.
CREATE FUNCTION hand_on_later_jobs(of_kinds text[], begun_here text[], now_at timestamptz, at_most integer)
RETURNS integer
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
DECLARE
  job record;
  event uuid;
  run uuid;
  function text;
  seen integer := 0;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  FOR job IN
    SELECT l.ctid, l.workspace_id, l.kind, l.subject FROM later_jobs l
    WHERE l.due_at <= now_at AND l.kind = ANY (of_kinds)
    ORDER BY l.due_at LIMIT at_most FOR UPDATE SKIP LOCKED
  LOOP
    seen := seen + 1;
    function := 'santral-' || replace(job.kind, '/', '-');
    PERFORM set_config('app.workspace_id', job.workspace_id::text, true);
    IF job.kind = ANY (begun_here) AND EXISTS (
      SELECT FROM workflow_runs r WHERE r.workspace_id = job.workspace_id AND r.function_id = function
        AND r.singleton_key = job.subject AND r.state = 'running'
    ) THEN
      UPDATE later_jobs l SET due_at = now_at + interval '1 second' WHERE l.ctid = job.ctid;
      CONTINUE;
    END IF;
    DELETE FROM later_jobs l WHERE l.ctid = job.ctid;
    event := new_id(now_at);
    INSERT INTO workflow_events (workspace_id, id, name, version, data, key, actor_kind, actor_id, chain, occurred_at)
    VALUES (job.workspace_id, event, job.kind, 1, json_build_object('subject', job.subject), event::text, 'system', job.kind,
      '{}', now_at);
    IF job.kind = ANY (begun_here) THEN
      run := new_id(now_at);
      INSERT INTO workflow_runs (workspace_id, id, function_id, event_id, state, asked_at, singleton_key)
      VALUES (job.workspace_id, run, function, event, 'running', now_at, job.subject);
      INSERT INTO workflow_jobs (workspace_id, run_id, step, kind, due_at)
      VALUES (job.workspace_id, run, 'step', 'call', now_at);
    ELSE
      INSERT INTO workflow_jobs (workspace_id, run_id, step, kind, due_at)
      VALUES (job.workspace_id, event, 'event', 'event', now_at);
    END IF;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
  RETURN seen;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hand_on_later_jobs(text[], text[], timestamptz, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hand_on_later_jobs(text[], text[], timestamptz, integer) TO santral_worker;
