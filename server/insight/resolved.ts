import { sql } from "drizzle-orm";

/** A conversation `c` that was resolved and then opened again within 72 hours. */
export const wasReopened = sql`(c.reopened_at >= c.resolved_at
  and c.reopened_at <= c.resolved_at + interval '72 hours')`;

/**
 * What makes a conversation `c` that was resolved at some time count as resolved: the agent answered from a source, no
 * member wrote, nothing was handed off, and no re-open within 72 hours took it back.
 */
export const countsAsResolved = sql`(
  c.resolution is not null and c.answer_count > 0 and c.member_message_count = 0 and c.handed_off_at is null
    and ${wasReopened} is not true)`;
