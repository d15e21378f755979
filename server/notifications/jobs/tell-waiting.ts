import { and, eq } from "drizzle-orm";
import { conversations, customers } from "@/db/schema";
import { type EventRule, inWorkspace, type LaterHandler, toPublicId } from "@/server/kernel";
import { notify } from "../notify";
import { openWorkspace } from "../sending/open-send";
import { withdrawUnread } from "../withdraw";

const job = "notifications/waiting";

/** Whatever moves a conversation may make it wait for somebody, or not any more. */
const rule: EventRule = {
  events: [
    "conversation/handed_off",
    "conversation/assigned",
    "conversation/taken_over",
    "conversation/released",
    "conversation/closed",
    "conversation/reopened",
    "conversation/snoozed",
  ],
  jobs: ({ aggregateId, version, occurredAt }) => [
    { kind: job, subject: `${aggregateId} ${version}`, dueAt: occurredAt },
  ],
};

/** Tells the team that a conversation waits and nobody has it; what is so no more is taken back from who has not read it. */
const tellWaiting: LaterHandler = async ({ workspaceId, subject }) => {
  const [conversationId = "", version] = subject.split(" ");
  const ctx = await openWorkspace(workspaceId);
  if (!ctx) return undefined;
  await inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({ conversation: conversations, customer: customers.displayName })
      .from(conversations)
      .innerJoin(
        customers,
        and(eq(customers.workspaceId, workspaceId), eq(customers.id, conversations.customerId)),
      )
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId)));
    if (!row) return;
    const { status, assignedMemberId, snoozedUntil, spamAt } = row.conversation;
    const isWaiting = status === "handed_off" && !assignedMemberId && !snoozedUntil && !spamAt;
    if (!isWaiting) return withdrawUnread(tx, ctx, { kind: "waiting", subjectId: conversationId });
    await notify(tx, ctx, {
      kind: "waiting",
      key: `waiting ${conversationId} ${version}`,
      who: "answering",
      subject: { kind: "conversation", id: conversationId },
      params: { customer: row.customer },
      href: `conversations?c=${toPublicId("conversation", conversationId)}`,
    });
  });
  return undefined;
};

export const waiting = { job, rule, handler: tellWaiting };
