import { and, eq, lt, ne, sql } from "drizzle-orm";
import { agentJobs, conversations, workspaces } from "@/db/schema";
import { lockConversations } from "@/server/conversations";
import { type Ctx, type Transaction, WorkspaceNotFound } from "@/server/kernel";

export async function getWorkspaceOrThrow(tx: Transaction, id: string) {
  const [row] = await tx.select().from(workspaces).where(eq(workspaces.id, id));
  if (!row) throw new WorkspaceNotFound();
  return row;
}

/** The same, held until the transaction ends: who changes it next sees what this one has changed. */
export async function lockWorkspaceOrThrow(tx: Transaction, id: string) {
  const [row] = await tx.select().from(workspaces).where(eq(workspaces.id, id)).for("no key update");
  if (!row) throw new WorkspaceNotFound();
  return row;
}

/** Turned on again or resumed, the agent answers what comes from now on, not what it was told to leave alone. */
export async function leaveTheUnreadToPeople(tx: Transaction, ctx: Ctx): Promise<void> {
  const w = ctx.workspace.id;
  const unread = await lockConversations(
    tx,
    ctx,
    and(ne(conversations.status, "closed"), lt(conversations.agentSeq, conversations.lastSeq)),
  );
  // One parameter however many they are.
  const ids = sql`any(${`{${unread.join(",")}}`}::uuid[])`;
  await tx
    .update(conversations)
    .set({ agentSeq: sql`${conversations.lastSeq}` })
    .where(and(eq(conversations.workspaceId, w), sql`${conversations.id} = ${ids}`));
  // A message that comes now has a job of its own, not one that the agent's loop is about to discard.
  await tx
    .delete(agentJobs)
    .where(and(eq(agentJobs.workspaceId, w), sql`${agentJobs.conversationId} = ${ids}`));
}
