SELECT secure_workspace_table('notifications'), grant_workspace_table('notifications');
--> statement-breakpoint
SELECT secure_workspace_table('notification_settings'), grant_workspace_table('notification_settings');
--> statement-breakpoint
-- Mentions that nobody has looked at yet go on as notifications.
INSERT INTO notifications (workspace_id, id, person_id, kind, key, subject_kind, subject_id, href, params, created_at)
SELECT n.workspace_id, -- In the order of time, as the application makes them (UUIDv7).
  (lpad(to_hex((extract(epoch FROM n.created_at) * 1000)::bigint), 12, '0') || '7' || substr(h.hash, 1, 3) || '8' || substr(h.hash, 4, 15))::uuid, m.person_id, 'mentioned', 'mentioned ' || n.id, 'conversation', n.conversation_id,
  'conversations?c=cnv_' || replace(n.conversation_id::text, '-', ''),
  jsonb_build_object('by', b.display_name, 'customer', c.display_name, 'text', left(n.text, 200)), n.created_at
FROM note_mentions x
JOIN notes n ON n.workspace_id = x.workspace_id AND n.id = x.note_id
JOIN members m ON m.workspace_id = x.workspace_id AND m.id = x.member_id
JOIN members b ON b.workspace_id = n.workspace_id AND b.id = n.member_id
JOIN customers c ON c.workspace_id = n.workspace_id AND c.id = n.customer_id
CROSS JOIN LATERAL (SELECT md5(n.id::text || m.id::text) AS hash) h
WHERE x.seen_at IS NULL AND n.deleted_at IS NULL AND m.removed_at IS NULL;
