SELECT secure_workspace_table('service_levels'), grant_workspace_table('service_levels');
--> statement-breakpoint
SELECT secure_workspace_table('service_results'), grant_workspace_table('service_results');
--> statement-breakpoint
-- When the team is there on one day of the workspace's calendar, by its clock on the wall. `hours` is Monday first, each
-- day a list of {from, to} in minutes since midnight. On a day of a changed clock the minutes are looked at one by one:
-- hours that the clock tells twice count twice, hours that it leaves out do not count.
CREATE FUNCTION open_spans(hours jsonb, zone text, day date) RETURNS TABLE (opens timestamptz, closes timestamptz)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  today jsonb := hours -> (extract(isodow FROM day)::int - 1);
  midnight timestamptz := day::timestamp AT TIME ZONE zone;
  next_midnight timestamptz := (day + 1)::timestamp AT TIME ZONE zone;
BEGIN
  IF extract(epoch FROM next_midnight - midnight) = 86400 THEN
    RETURN QUERY SELECT midnight + make_interval(mins => (i ->> 'from')::int), midnight + make_interval(mins => (i ->> 'to')::int)
      FROM jsonb_array_elements(today) i ORDER BY 1;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT min(m.at), max(m.at) + interval '1 minute' FROM (
    SELECT s.at, s.at - row_number() OVER (ORDER BY s.at) * interval '1 minute' AS island
    FROM generate_series(midnight, next_midnight - interval '1 minute', interval '1 minute') s (at)
    WHERE EXISTS (SELECT FROM jsonb_array_elements(today) i
      WHERE extract(epoch FROM (s.at AT TIME ZONE zone)::time) / 60 >= (i ->> 'from')::int
        AND extract(epoch FROM (s.at AT TIME ZONE zone)::time) / 60 < (i ->> 'to')::int)
  ) m GROUP BY m.island ORDER BY 1;
END $$;
--> statement-breakpoint
-- Whether any hours are stated; a workspace that states none is taken to be there always.
CREATE FUNCTION has_hours(hours jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM jsonb_array_elements(hours) d WHERE jsonb_array_length(d) > 0)
$$;
--> statement-breakpoint
-- The moment at which the team has been there for so many seconds since `started`; null when that is over a year away.
CREATE FUNCTION business_due(hours jsonb, zone text, started timestamptz, seconds double precision) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  first_day date := (started AT TIME ZONE zone)::date;
  remaining double precision := seconds;
  span record;
  has_from timestamptz;
  has double precision;
BEGIN
  IF NOT has_hours(hours) THEN
    RETURN started + make_interval(secs => seconds);
  END IF;
  FOR n IN 0..370 LOOP
    FOR span IN SELECT * FROM open_spans(hours, zone, first_day + n) LOOP
      CONTINUE WHEN span.closes <= started;
      has_from := greatest(span.opens, started);
      has := extract(epoch FROM span.closes - has_from);
      IF has >= remaining THEN
        RETURN has_from + make_interval(secs => remaining);
      END IF;
      remaining := remaining - has;
    END LOOP;
  END LOOP;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- For how many seconds between two moments the team was there; of more than a year, those of the first.
CREATE FUNCTION business_between(hours jsonb, zone text, from_at timestamptz, to_at timestamptz) RETURNS double precision
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  day date := (from_at AT TIME ZONE zone)::date;
  last_day date := least((to_at AT TIME ZONE zone)::date, day + 370);
  total double precision := 0;
BEGIN
  IF to_at <= from_at THEN
    RETURN 0;
  END IF;
  IF NOT has_hours(hours) THEN
    RETURN extract(epoch FROM to_at - from_at);
  END IF;
  WHILE day <= last_day LOOP
    total := total + coalesce((
      SELECT sum(extract(epoch FROM least(s.closes, to_at) - greatest(s.opens, from_at)))
      FROM open_spans(hours, zone, day) s WHERE s.closes > from_at AND s.opens < to_at), 0);
    day := day + 1;
  END LOOP;
  RETURN total;
END $$;
--> statement-breakpoint
-- What the clocks of a workspace are counted by, as one number: conversations that carry another one are counted anew.
CREATE FUNCTION clocks_basis_of(w uuid) RETURNS integer
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT hashtext(l.is_on::text || l.targets::text || s.time_zone || s.business_hours::text)
  FROM service_levels l, workspaces s WHERE l.workspace_id = w AND s.id = w
$$;
--> statement-breakpoint
-- The seconds that a clock has, by priority, else by bot, else as usual; null where it has no target.
CREATE FUNCTION clock_seconds(targets jsonb, channel uuid, priority text, clock text) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT 60 * coalesce(targets #>> ARRAY['byPriority', priority, clock], targets #>> ARRAY['byChannel', channel::text, clock],
    targets #>> ARRAY['usual', clock])::int
$$;
--> statement-breakpoint
-- Keeps the clocks of a conversation in the statement that changes what they hang on, whoever makes it: intake, a reply,
-- a move, the agent. How one ended is written beside it, and when the next is near is asked for as a later job.
CREATE FUNCTION reckon_clocks() RETURNS trigger
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
DECLARE
  w constant uuid := NEW.workspace_id;
  -- From this share of its time on a clock is near.
  near_share constant double precision := 0.8;
  levels service_levels;
  zone text;
  hours jsonb;
  moment timestamptz;
  stood_at timestamptz;
  stood_s integer;
  seconds integer;
  taken_back timestamptz;
  alarm timestamptz;
  is_new constant boolean := TG_OP = 'INSERT';
BEGIN
  SELECT * INTO levels FROM service_levels l WHERE l.workspace_id = w;
  IF NOT FOUND OR NOT levels.is_on THEN
    NEW.answer_due_at := NULL;
    NEW.answer_near_at := NULL;
    NEW.close_due_at := NULL;
    NEW.close_near_at := NULL;
    NEW.due_at := NULL;
    NEW.near_at := NULL;
    NEW.clocks_paused_at := NULL;
    RETURN NEW;
  END IF;
  SELECT s.time_zone, s.business_hours INTO zone, hours FROM workspaces s WHERE s.id = w;

  -- Intake says its moment in the row; everybody else in the transaction.
  IF is_new THEN
    moment := NEW.created_at;
  ELSIF NEW.last_inbound_at IS DISTINCT FROM OLD.last_inbound_at THEN
    moment := NEW.last_inbound_at;
  ELSIF NEW.reopened_at IS DISTINCT FROM OLD.reopened_at THEN
    moment := NEW.reopened_at;
  END IF;
  moment := coalesce(moment, nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp());

  IF NOT is_new THEN
    stood_at := OLD.clocks_paused_at;
    -- What was answered. What is closed without an answer counts only where the customer had waited too long.
    IF OLD.answer_due_at IS NOT NULL AND NEW.waiting_since IS DISTINCT FROM OLD.waiting_since AND NEW.spam_at IS NULL
       AND (NEW.status <> 'closed' OR least(moment, stood_at) > OLD.answer_due_at) THEN
      INSERT INTO service_results AS r (workspace_id, id, conversation_id, clock, started_at, due_at, ended_at, is_met, spent_s)
      VALUES (w, new_id(moment), NEW.id, CASE WHEN OLD.first_response_at IS NULL THEN 'first' ELSE 'next' END,
        OLD.waiting_since, OLD.answer_due_at, moment, least(moment, stood_at) <= OLD.answer_due_at,
        greatest(0, business_between(hours, zone, OLD.waiting_since, least(moment, stood_at)) - OLD.wait_paused_s))
      ON CONFLICT ON CONSTRAINT service_results_pk
        DO UPDATE SET due_at = excluded.due_at, ended_at = excluded.ended_at, is_met = excluded.is_met, spent_s = excluded.spent_s;
    END IF;
    IF NEW.status = 'closed' AND OLD.status <> 'closed' AND OLD.close_due_at IS NOT NULL AND NEW.spam_at IS NULL THEN
      INSERT INTO service_results AS r (workspace_id, id, conversation_id, clock, started_at, due_at, ended_at, is_met, spent_s)
      VALUES (w, new_id(moment), NEW.id, 'close', NEW.first_inbound_at, OLD.close_due_at, moment,
        least(moment, stood_at) <= OLD.close_due_at,
        greatest(0, business_between(hours, zone, NEW.first_inbound_at, least(moment, stood_at)) - OLD.paused_s))
      ON CONFLICT ON CONSTRAINT service_results_pk
        DO UPDATE SET due_at = excluded.due_at, ended_at = excluded.ended_at, is_met = excluded.is_met, spent_s = excluded.spent_s;
    ELSIF OLD.status = 'closed' AND (NEW.status <> 'closed' OR NEW.spam_at IS NOT NULL) THEN
      -- Opened again, it was not the end: its figure is taken back from the hour that counted it.
      DELETE FROM service_results r WHERE r.workspace_id = w AND r.conversation_id = NEW.id AND r.clock = 'close'
        RETURNING r.ended_at INTO taken_back;
      IF taken_back IS NOT NULL THEN
        INSERT INTO later_jobs AS j (workspace_id, kind, subject, due_at)
        VALUES (w, 'insight/hour', to_char(taken_back AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24'), moment)
        ON CONFLICT (workspace_id, kind, subject) DO UPDATE SET generation = j.generation + 1;
      END IF;
    END IF;

    -- While it is put off or closed the clocks stand.
    IF NEW.status = 'closed' OR NEW.snoozed_until IS NOT NULL THEN
      NEW.clocks_paused_at := coalesce(stood_at, moment);
    ELSIF stood_at IS NOT NULL THEN
      stood_s := business_between(hours, zone, stood_at, moment);
      NEW.paused_s := OLD.paused_s + stood_s;
      NEW.wait_paused_s := OLD.wait_paused_s + stood_s;
      NEW.clocks_paused_at := NULL;
    END IF;
    IF NEW.waiting_since IS DISTINCT FROM OLD.waiting_since THEN
      NEW.wait_paused_s := 0;
    END IF;
  END IF;

  NEW.answer_due_at := NULL;
  NEW.answer_near_at := NULL;
  NEW.close_due_at := NULL;
  NEW.close_near_at := NULL;
  NEW.clocks_basis := clocks_basis_of(w);
  IF NEW.status <> 'closed' THEN
    seconds := clock_seconds(levels.targets, NEW.channel_id, NEW.priority,
      CASE WHEN NEW.first_response_at IS NULL THEN 'first' ELSE 'next' END);
    IF NEW.waiting_since IS NOT NULL AND seconds IS NOT NULL THEN
      NEW.answer_due_at := business_due(hours, zone, NEW.waiting_since, seconds + NEW.wait_paused_s);
      NEW.answer_near_at := business_due(hours, zone, NEW.waiting_since, seconds * near_share + NEW.wait_paused_s);
    END IF;
    seconds := clock_seconds(levels.targets, NEW.channel_id, NEW.priority, 'close');
    IF seconds IS NOT NULL THEN
      NEW.close_due_at := business_due(hours, zone, NEW.first_inbound_at, seconds + NEW.paused_s);
      NEW.close_near_at := business_due(hours, zone, NEW.first_inbound_at, seconds * near_share + NEW.paused_s);
    END IF;
  END IF;
  NEW.due_at := CASE WHEN NEW.clocks_paused_at IS NULL THEN least(NEW.answer_due_at, NEW.close_due_at) END;
  NEW.near_at := CASE WHEN NEW.clocks_paused_at IS NULL THEN least(NEW.answer_near_at, NEW.close_near_at) END;

  alarm := least(CASE WHEN NEW.answer_told_for IS DISTINCT FROM NEW.waiting_since THEN NEW.answer_near_at END,
    CASE WHEN NEW.close_told_at IS NULL THEN NEW.close_near_at END);
  IF NEW.due_at IS NOT NULL AND alarm IS NOT NULL THEN
    INSERT INTO later_jobs AS j (workspace_id, kind, subject, due_at)
    VALUES (w, 'service-levels/near', NEW.id::text, alarm)
    ON CONFLICT (workspace_id, kind, subject) DO UPDATE
      SET generation = j.generation + 1, attempts = 0, due_at = least(j.due_at, excluded.due_at);
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER conversations_clocks_begin BEFORE INSERT ON conversations
  FOR EACH ROW WHEN (NEW.status <> 'closed') EXECUTE FUNCTION reckon_clocks();
--> statement-breakpoint
-- Most messages change none of these: the trigger is not called for them.
CREATE TRIGGER conversations_clocks_go_on BEFORE UPDATE ON conversations
  FOR EACH ROW WHEN (
    OLD.waiting_since IS DISTINCT FROM NEW.waiting_since OR OLD.first_response_at IS DISTINCT FROM NEW.first_response_at
    OR OLD.status <> NEW.status OR (OLD.snoozed_until IS NULL) <> (NEW.snoozed_until IS NULL)
    OR OLD.priority <> NEW.priority OR OLD.spam_at IS DISTINCT FROM NEW.spam_at
    OR OLD.clocks_basis IS DISTINCT FROM NEW.clocks_basis)
  EXECUTE FUNCTION reckon_clocks();
