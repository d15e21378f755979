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
-- that whoever asks for it from now on asks for another run. Returns how much that was.
CREATE FUNCTION hand_on_later_jobs(of_kinds text[], now_at timestamptz, at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
DECLARE
  job record;
  event uuid;
  handed_on integer := 0;
BEGIN
  FOR job IN
    DELETE FROM later_jobs j
    -- By where the rows lie, which no state of the table's statistics can turn into a look at all of it.
    WHERE j.ctid = ANY (ARRAY(
      SELECT l.ctid FROM later_jobs l WHERE l.due_at <= now_at AND l.kind = ANY (of_kinds)
      ORDER BY l.due_at LIMIT at_most FOR UPDATE SKIP LOCKED))
    RETURNING j.workspace_id, j.kind, j.subject
  LOOP
    handed_on := handed_on + 1;
    event := new_id(now_at);
    PERFORM set_config('app.workspace_id', job.workspace_id::text, true);
    INSERT INTO workflow_events (workspace_id, id, name, version, data, key, actor_kind, actor_id, chain, occurred_at)
    VALUES (job.workspace_id, event, job.kind, 1, json_build_object('subject', job.subject), event::text, 'system', job.kind,
      '{}', now_at);
    INSERT INTO workflow_jobs (workspace_id, run_id, step, kind, due_at)
    VALUES (job.workspace_id, event, 'event', 'event', now_at);
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
  RETURN handed_on;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hand_on_later_jobs(text[], timestamptz, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hand_on_later_jobs(text[], timestamptz, integer) TO santral_worker;
