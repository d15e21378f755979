import { and, eq } from "drizzle-orm";
import { cannedReplies, conversations, customers, type MacroAction, messages } from "@/db/schema";
import {
  type ConversationChange,
  ConversationNotFound,
  changeConversations,
  replyToConversation,
} from "@/server/conversations";
import { getDraft, saveDraft } from "@/server/drafts";
import {
  type Ctx,
  DomainError,
  inWorkspace,
  PermissionDenied,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { addNote } from "@/server/notes";
import { fillReply } from "@/server/replies";
import { MacroBroken } from "./errors";
import { findMissing, getMacroOrThrow, type MacroRow } from "./internal";
import { type MacroRun, RunMacroInput } from "./schemas";

type Target = ReturnType<typeof RunMacroInput.parse>["conversations"][number];

/**
 * Does the steps of a macro to each of up to a hundred conversations, each in a transaction of its own by the verbs of the
 * steps: a conversation whose state or news refuse one step is left as it was, whole, and named with the reason. The same
 * run again sends and notes nothing twice. Each done one comes with what takes its moves back.
 *
 * @throws PermissionDenied the actor may not do one of the things
 * @throws MacroNotFound    no such macro in this workspace
 * @throws MacroBroken      a step names what is no longer there; nothing was done
 */
export async function runMacro({ ctx, input }: { ctx: Ctx; input: RunMacroInput }): Promise<MacroRun> {
  requirePermission(ctx, "macro.run");
  const { macroId, conversations: targets } = RunMacroInput.parse(input);
  const macro = await inWorkspace(ctx, async (tx) => {
    const row = await getMacroOrThrow(tx, ctx, macroId);
    const [missing = []] = await findMissing(tx, ctx, [row.actions]);
    if (missing.length > 0) throw new MacroBroken({ missing });
    return row;
  });
  const run: MacroRun = { done: [], refused: [] };
  for (const target of targets) {
    const conversationId = toPublicId("conversation", target.conversationId);
    try {
      const outcome = await inWorkspace(ctx, (tx) => runOn(tx, { ...ctx, db: tx }, macro, target));
      run.done.push({ conversationId, ...outcome });
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof PermissionDenied || targets.length === 1)
        throw error;
      run.refused.push({ conversationId, code: error.code });
    }
  }
  return run;
}

async function runOn(
  tx: Transaction,
  ctx: Ctx,
  macro: MacroRow,
  target: Target,
): Promise<{ undo: ConversationChange[]; isSaid: boolean }> {
  const { customerName } = await getTargetOrThrow(tx, ctx, target.conversationId);
  const undo: ConversationChange[] = [];
  let isSaid = false;
  // A run that has sent its reply has done all of it: they commit together.
  if (macro.actions.some(({ kind }) => kind === "reply") && (await isSent(tx, ctx, target)))
    return { undo, isSaid: true };
  for (const action of macro.actions) {
    switch (action.kind) {
      case "reply": {
        const text = await readReply(tx, ctx, action.cannedReplyId, customerName);
        const { conversationId, messageId, lastSeenSeq } = target;
        await replyToConversation({ ctx, input: { conversationId, messageId, text, lastSeenSeq } });
        isSaid = true;
        break;
      }
      case "draft":
        await leaveDraft(ctx, target, await readReply(tx, ctx, action.cannedReplyId, customerName));
        isSaid = true;
        break;
      case "note":
        await addNote({
          ctx,
          input: { conversationId: target.conversationId, noteId: target.noteId, text: action.text },
        });
        isSaid = true;
        break;
      default: {
        const change = toChange(ctx, action, target);
        const { done } = await changeConversations({
          ctx,
          input: { changes: [{ conversationId: target.conversationId, change }] },
        });
        for (const one of done) if (one.undo) undo.unshift(one.undo);
      }
    }
  }
  await recordAudit(tx, ctx, {
    action: "macro.run",
    entity: target.conversationId,
    after: { macroId: macro.id, name: macro.name },
  });
  return { undo, isSaid };
}

async function getTargetOrThrow(tx: Transaction, ctx: Ctx, conversationId: string) {
  const [row] = await tx
    .select({ customerName: customers.displayName })
    .from(conversations)
    .innerJoin(
      customers,
      and(eq(customers.workspaceId, conversations.workspaceId), eq(customers.id, conversations.customerId)),
    )
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId)));
  if (!row) throw new ConversationNotFound(toPublicId("conversation", conversationId));
  return row;
}

async function isSent(tx: Transaction, ctx: Ctx, { conversationId, messageId }: Target): Promise<boolean> {
  const [sent] = await tx
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.workspaceId, ctx.workspace.id), eq(messages.id, messageId)));
  return sent?.conversationId === conversationId;
}

/** The canned reply as the customer is to read it. */
async function readReply(
  tx: Transaction,
  ctx: Ctx,
  cannedReplyId: string,
  customerName: string,
): Promise<string> {
  const [row] = await tx
    .select({ text: cannedReplies.text })
    .from(cannedReplies)
    .where(and(eq(cannedReplies.workspaceId, ctx.workspace.id), eq(cannedReplies.id, cannedReplyId)));
  // Deleted between the look at the macro and this one.
  if (!row) throw new MacroBroken({ missing: [{ step: 0, what: "cannedReply" }] });
  const member = ctx.actor.kind === "member" ? ctx.actor.displayName : "";
  return fillReply(row.text, { customer: customerName, member, workspace: ctx.workspace.name });
}

/** Behind what the member has begun to write there already, once. */
async function leaveDraft(ctx: Ctx, { conversationId }: Target, text: string): Promise<void> {
  const held = await getDraft({ ctx, input: { conversationId } });
  if (held.text.endsWith(text)) return;
  await saveDraft({
    ctx,
    input: { conversationId, text: held.text ? `${held.text}\n${text}` : text, version: held.version },
  });
}

function toChange(
  ctx: Ctx,
  action: Exclude<MacroAction, { kind: "reply" | "draft" | "note" }>,
  target: Target,
): ConversationChange {
  switch (action.kind) {
    case "assign":
      return { kind: "assign", memberId: action.to === "me" ? ownId(ctx) : (action.memberId ?? null) };
    case "tag":
      return { kind: "tag", tagId: action.tagId, isOn: action.isOn };
    case "prioritise":
      return { kind: "prioritise", priority: action.priority };
    case "snooze":
      return {
        kind: "snooze",
        until: new Date(ctx.clock.now().getTime() + action.hours * 3_600_000).toISOString(),
      };
    case "close":
      return { kind: "close", lastSeenSeq: target.lastSeenSeq };
  }
}

const ownId = ({ actor }: Ctx): string | null => (actor.kind === "member" ? actor.memberId : null);
