import { sql } from "drizzle-orm";

/**
 * What makes a conversation `c` that was resolved at some time count as resolved: the agent answered from a source, no
 * member wrote, nothing was handed off, and no re-open within 72 hours took it back.
 */
export const countsAsResolved = sql`
  c.resolution is not null and c.answer_count > 0 and c.member_message_count = 0 and c.handed_off_at is null
    and (c.reopened_at is null or c.reopened_at < c.resolved_at
      or c.reopened_at > c.resolved_at + interval '72 hours')`;
