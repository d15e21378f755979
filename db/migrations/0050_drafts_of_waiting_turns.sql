-- What a customer writes to a conversation that people have is read by the agent where its bot does not always answer by
-- itself: a draft waits for whoever answers. A bot that always answers costs the look at one row.
CREATE FUNCTION ask_for_draft() RETURNS trigger
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM channels c WHERE c.workspace_id = NEW.workspace_id AND c.id = NEW.channel_id
       AND (c.reply_plan ->> 'usual' <> 'automatic' OR jsonb_array_length(c.reply_plan -> 'hours') > 0))
     AND EXISTS (SELECT FROM workspaces s WHERE s.id = NEW.workspace_id AND s.is_agent_on) THEN
    INSERT INTO agent_jobs AS j (workspace_id, conversation_id, due_at)
    VALUES (NEW.workspace_id, NEW.id, NEW.last_inbound_at)
    ON CONFLICT (workspace_id, conversation_id) DO UPDATE
      SET generation = j.generation + 1, due_at = least(j.due_at, excluded.due_at);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER conversations_ask_for_draft AFTER UPDATE ON conversations
  FOR EACH ROW WHEN (NEW.status = 'handed_off' AND NEW.last_seq > OLD.last_seq AND NEW.waiting_since IS NOT NULL)
  EXECUTE FUNCTION ask_for_draft();
