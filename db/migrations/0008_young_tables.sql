-- Statistics of tables that have grown to twice what the planner knows of them, while they are small enough for that to
-- matter and to be cheap. Autovacuum looks once a minute and not before a table has changed much; until then a new
-- table looks as if it held a row or two, every index looks alike, and look-ups by key read a whole workspace. Each
-- analysis makes the sessions plan anew. SECURITY DEFINER because only an owner may analyse; it reveals nothing.
CREATE FUNCTION analyse_young_tables() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  young record;
  analysed integer := 0;
BEGIN
  -- One at a time, over all processes.
  IF NOT pg_try_advisory_xact_lock(hashtext('analyse_young_tables')) THEN
    RETURN 0;
  END IF;
  FOR young IN
    SELECT c.oid::regclass AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND pg_relation_size(c.oid) / current_setting('block_size')::integer BETWEEN 2 * c.relpages + 1 AND 2000
  LOOP
    EXECUTE format('ANALYZE %s', young.name);
    analysed := analysed + 1;
  END LOOP;
  RETURN analysed;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION analyse_young_tables() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION analyse_young_tables() TO santral_worker;
