import { type SQL, sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission, type Transaction, toPublicId } from "@/server/kernel";
import { getCustomerOrThrow } from "./internal";
import { ListTimelineInput, type Timeline, type TimelineEntry, type TimelineKind } from "./schemas";

type Row = {
  kind: TimelineKind;
  at: string;
  id: string;
  /** Of the conversation that it belongs to. */
  conversation_id: string | null;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  /** What it is about, in a word or a sentence; by kind. */
  about: string | null;
};

/**
 * What has happened with a customer and who did it, the newest first: conversations as they begin, are opened again,
 * handed over and closed, assignments, tags, notes, tasks, orders proved, imports, merges, blocks and proofs of identity.
 *
 * @throws CustomerNotFound no such customer in this workspace
 */
export async function listTimeline({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ListTimelineInput;
}): Promise<Timeline> {
  requirePermission(ctx, "customer.get");
  const { customerId, cursor, limit } = ListTimelineInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const { id } = await getCustomerOrThrow(tx, ctx, customerId);
    const rows = await readRows(tx, ctx, id, readCursor(cursor), limit + 1);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(toEntry), nextCursor: last ? `${last.at}~${last.kind}~${last.id}` : null };
  });
}

/** Where entries of one kind come from: its columns, and the tables with what holds of them. */
type Source = {
  kind: TimelineKind | SQL;
  at: SQL;
  id: SQL;
  conversation?: SQL;
  by?: SQL;
  actorKind?: SQL;
  about?: SQL;
  from: SQL;
};

type Place = { at: string; kind: string; id: string };

/**
 * Each source gives at most a page of its own from the place on, by the customer's index, and the newest of all make the
 * page.
 */
function readRows(
  tx: Transaction,
  ctx: Ctx,
  customerId: string,
  place: Place | null,
  limit: number,
): Promise<Row[]> {
  const w = sql`${ctx.workspace.id}::uuid`;
  const own = sql`${customerId}::uuid`;
  const none = sql`null::uuid`;
  const system = sql`'system'`;
  const memberOf = sql`case when a.actor_kind = 'member' then a.actor_id::uuid end`;
  const row = (input: Source) => {
    const kind = typeof input.kind === "string" ? sql`${input.kind}::text` : input.kind;
    const before = place
      ? sql`and (${input.at}, ${kind} collate "C", ${input.id}) < (${place.at}::timestamptz, ${place.kind}::text collate "C", ${place.id}::uuid)`
      : sql``;
    return sql`(select ${kind} collate "C" as kind, ${input.at} as at, ${input.id} as id,
        ${input.conversation ?? none} as conversation_id, ${input.actorKind ?? (input.by ? sql`'member'` : system)}::text as actor_kind,
        ${input.by ?? none} as actor_id, ${input.about ?? sql`null`}::text as about
      ${input.from} ${before} order by 2 desc, 1 desc, 3 desc limit ${limit})`;
  };
  const ofCustomer = (table: SQL, name: SQL) =>
    sql`from ${table} ${name} where ${name}.workspace_id = ${w} and ${name}.customer_id = ${own}`;
  const conversations = ofCustomer(sql`conversations`, sql`c`);
  const tasks = sql`${ofCustomer(sql`tasks`, sql`t`)} and t.deleted_at is null`;
  const merges = sql`from customer_merges g join customers k on k.workspace_id = g.workspace_id
      and k.id = case when g.kept_id = ${own} then g.merged_id else g.kept_id end
    where g.workspace_id = ${w} and ${own} in (g.kept_id, g.merged_id)`;
  // The audit says what no row keeps: who assigned, tagged, blocked, took over.
  const audited = sql`(
    select case a.action
        when 'conversation.assign'
          then case when a.changes -> 'assignedMemberId' ->> 'after' is null then 'unassigned' else 'assigned' end
        when 'conversation.takeOver' then 'takenOver'
        when 'conversation.release' then 'released' when 'conversation.close' then 'closed'
        when 'conversation.reopen' then 'reopened' when 'conversation.tag' then 'tagged'
        when 'conversation.untag' then 'untagged' when 'conversation.markSpam' then 'spam'
        when 'conversation.unmarkSpam' then 'noSpam' end as kind,
      a.at, a.id, c.id as conversation_id, a.actor_kind, ${memberOf} as actor_id,
      case when a.action = 'conversation.assign' then (select m.display_name from members m where m.workspace_id = ${w}
          and m.id::text = a.changes -> 'assignedMemberId' ->> 'after')
        else a.changes -> 'tag' ->> 'after' end as about
    from conversations c join audit_log a on a.workspace_id = c.workspace_id and a.entity_id = c.id::text
    where c.workspace_id = ${w} and c.customer_id = ${own} and a.action in ('conversation.assign', 'conversation.takeOver',
      'conversation.release', 'conversation.close', 'conversation.reopen', 'conversation.tag', 'conversation.untag',
      'conversation.markSpam', 'conversation.unmarkSpam')
    union all
    select case a.action
        when 'customer.block' then 'blocked' when 'customer.unblock' then 'unblocked'
        when 'customer.verifyIdentity' then 'verified' when 'customer.loseIdentity' then 'lostIdentity'
        when 'customer.setField' then 'fieldSet' end,
      a.at, a.id, null::uuid, a.actor_kind, ${memberOf},
      case when a.action = 'customer.setField' then (select f.name from customer_fields f where f.workspace_id = ${w}
        and f.id::text = a.changes -> 'fieldId' ->> 'after') end
    from audit_log a where a.workspace_id = ${w} and a.entity_id = ${customerId} and a.action in ('customer.block',
      'customer.unblock', 'customer.verifyIdentity', 'customer.loseIdentity', 'customer.setField'))`;
  const parts = [
    row({
      kind: "came",
      at: sql`k.created_at`,
      id: sql`k.id`,
      from: sql`from customers k where k.workspace_id = ${w} and k.id = ${own}`,
    }),
    row({
      kind: "conversation",
      at: sql`c.created_at`,
      id: sql`c.id`,
      conversation: sql`c.id`,
      actorKind: sql`'customer'`,
      about: sql`(select h.display_name from channels h where h.workspace_id = ${w} and h.id = c.channel_id)`,
      from: conversations,
    }),
    row({
      kind: "handedOff",
      at: sql`c.handed_off_at`,
      id: sql`c.id`,
      conversation: sql`c.id`,
      actorKind: sql`'agent'`,
      from: sql`${conversations} and c.handed_off_at is not null`,
    }),
    row({
      kind: "note",
      at: sql`n.created_at`,
      id: sql`n.id`,
      conversation: sql`n.conversation_id`,
      by: sql`n.member_id`,
      about: sql`left(n.text, 200)`,
      from: sql`${ofCustomer(sql`notes`, sql`n`)} and n.deleted_at is null`,
    }),
    row({
      kind: "task",
      at: sql`t.created_at`,
      id: sql`t.id`,
      conversation: sql`t.conversation_id`,
      by: sql`t.created_by`,
      about: sql`t.title`,
      from: tasks,
    }),
    row({
      kind: "taskDone",
      at: sql`t.done_at`,
      id: sql`t.id`,
      conversation: sql`t.conversation_id`,
      by: sql`t.done_by`,
      about: sql`t.title`,
      from: sql`${tasks} and t.done_at is not null`,
    }),
    row({
      kind: "orderProved",
      at: sql`p.created_at`,
      id: sql`p.id`,
      actorKind: sql`'customer'`,
      about: sql`o.number`,
      from: sql`from order_proofs p join shop_orders o on o.workspace_id = p.workspace_id and o.id = p.shop_order_id
        where p.workspace_id = ${w} and p.customer_id = ${own}`,
    }),
    row({
      kind: "imported",
      at: sql`i.created_at`,
      id: sql`i.id`,
      by: sql`i.member_id`,
      about: sql`i.file_name`,
      from: sql`from imports i join import_changes x on x.workspace_id = i.workspace_id and x.import_id = i.id
          and x.entity_id = ${own}
        where i.workspace_id = ${w} and i.target = 'customers' and x.undo is null`,
    }),
    row({
      kind: "merged",
      at: sql`g.merged_at`,
      id: sql`g.id`,
      by: sql`g.merged_by`,
      about: sql`k.display_name`,
      from: merges,
    }),
    row({
      kind: "mergeUndone",
      at: sql`g.undone_at`,
      id: sql`g.id`,
      by: sql`g.undone_by`,
      about: sql`k.display_name`,
      from: sql`${merges} and g.undone_at is not null`,
    }),
    row({
      kind: sql`u.kind`,
      at: sql`u.at`,
      id: sql`u.id`,
      conversation: sql`u.conversation_id`,
      by: sql`u.actor_id`,
      actorKind: sql`u.actor_kind`,
      about: sql`u.about`,
      from: sql`from ${audited} u where true`,
    }),
  ];
  return tx.execute<Row>(sql`
    select e.kind, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, e.id, e.conversation_id,
      e.actor_kind, e.actor_id, m.display_name as actor_name, e.about
    from (select * from (${sql.join(parts, sql` union all `)}) q order by q.at desc, q.kind desc, q.id desc limit ${limit}) e
    left join members m on m.workspace_id = ${w} and m.id = e.actor_id and e.actor_kind = 'member'
    order by e.at desc, e.kind desc, e.id desc`);
}

function toEntry(row: Row): TimelineEntry {
  return {
    id: `${row.kind} ${row.id}`,
    kind: row.kind,
    at: row.at,
    conversationId: row.conversation_id && toPublicId("conversation", row.conversation_id),
    by: {
      kind:
        row.actor_kind === "member" || row.actor_kind === "customer" || row.actor_kind === "agent"
          ? row.actor_kind
          : "system",
      name: row.actor_name,
    },
    about: row.about,
  };
}

/** A cursor that cannot be read is the beginning. */
function readCursor(cursor: string | undefined): Place | null {
  const [at = "", kind = "", id = ""] = cursor?.split("~") ?? [];
  const isPlace =
    !Number.isNaN(Date.parse(at)) && /^[A-Za-z]{2,20}$/.test(kind) && /^[0-9a-f-]{36}$/.test(id);
  return isPlace ? { at: new Date(at).toISOString(), kind, id } : null;
}
