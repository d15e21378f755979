SELECT secure_workspace_table('reply_drafts'), grant_workspace_table('reply_drafts');
--> statement-breakpoint
SELECT secure_workspace_table('macros'), grant_workspace_table('macros');
--> statement-breakpoint
SELECT secure_workspace_table('message_terms'), grant_workspace_table('message_terms');
--> statement-breakpoint
SELECT secure_claim_table('message_index_queue');
--> statement-breakpoint
ALTER TABLE message_terms ALTER COLUMN term TYPE text COLLATE "C";
--> statement-breakpoint
-- Whoever writes a message, by whichever door: its words are asked for once for the whole statement.
CREATE FUNCTION queue_new_message_terms() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO message_index_queue (workspace_id, message_id)
  SELECT a.workspace_id, a.id FROM added a WHERE a.text <> '' OR a.payload -> 'media' ? 'name';
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER messages_said AFTER INSERT ON messages
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_new_message_terms();
--> statement-breakpoint
CREATE FUNCTION queue_changed_message_terms() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO message_index_queue (workspace_id, message_id) VALUES (NEW.workspace_id, NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER messages_reworded AFTER UPDATE OF text, deleted_at ON messages FOR EACH ROW
WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.deleted_at IS DISTINCT FROM NEW.deleted_at)
EXECUTE FUNCTION queue_changed_message_terms();
--> statement-breakpoint
-- What has been said so far.
INSERT INTO message_index_queue (workspace_id, message_id)
SELECT workspace_id, id FROM messages WHERE text <> '' OR payload -> 'media' ? 'name' ORDER BY workspace_id, created_at DESC;
