import { and, eq, lt } from "drizzle-orm";
import { memberCommands, memberPrompts } from "@/db/schema";
import { isObject, type Json } from "@/lib/json-fields";
import { storableText } from "@/lib/text/storable";
import {
  type Ctx,
  inWorkspace,
  openSystemContext,
  runLater,
  type Transaction,
  wakeAfterCommit,
} from "@/server/kernel";
import { findLink } from "./links";
import { pressPrefix, readCommand, readLinkSecret } from "./rules";

export const runCommandJob = "commands/run";
/** The platform tells an update again for a day. */
const keptMs = 2 * 86_400_000;

type Place = { workspaceId: string; channelId: string };

/** What an update may mean for a member, by its look alone. */
type Candidate = { userId: string; kind: "link" | "press" | "command" | "reply"; repliedTo: string | null };

/**
 * Takes an update that is a linked member's command out of the intake: stored once, done by a later job.
 *
 * @returns false where it is a customer's like any other; then nothing was kept
 */
export async function divertMemberUpdate(place: Place, update: Json): Promise<boolean> {
  const candidate = readCandidate(update);
  if (!candidate) return false;
  const ctx = await openSystemContext(place.workspaceId, { kind: "webhook", channelId: place.channelId });
  return inWorkspace(ctx, async (tx) => {
    if (!(await isMembers(tx, ctx, place, candidate))) return false;
    const now = ctx.clock.now();
    await tx
      .delete(memberCommands)
      .where(
        and(
          eq(memberCommands.workspaceId, place.workspaceId),
          eq(memberCommands.channelId, place.channelId),
          lt(memberCommands.receivedAt, new Date(now.getTime() - keptMs)),
        ),
      );
    const updateId = update.update_id as number;
    const kept = await tx
      .insert(memberCommands)
      .values({ ...place, updateId, update: toStorable(update), receivedAt: now })
      .onConflictDoNothing()
      .returning({ updateId: memberCommands.updateId });
    if (kept.length === 0) return true;
    const subject = `${place.channelId} ${updateId}`;
    await runLater(tx, { workspaceId: place.workspaceId, kind: runCommandJob, subject, dueAt: now });
    wakeAfterCommit(tx, "later");
    return true;
  });
}

async function isMembers(tx: Transaction, ctx: Ctx, place: Place, candidate: Candidate): Promise<boolean> {
  // A link is opened by somebody who has none yet; a button of ours says why it does nothing, whoever presses it.
  if (candidate.kind === "link" || candidate.kind === "press") return true;
  if (!(await findLink(tx, ctx, candidate.userId))) return false;
  if (candidate.kind === "command") return true;
  const [prompt] = await tx
    .select({ id: memberPrompts.conversationId })
    .from(memberPrompts)
    .where(
      and(
        eq(memberPrompts.workspaceId, place.workspaceId),
        eq(memberPrompts.channelId, place.channelId),
        eq(memberPrompts.telegramUserId, candidate.userId),
        eq(memberPrompts.providerMessageId, candidate.repliedTo ?? ""),
      ),
    );
  return prompt !== undefined;
}

/** Without what the database cannot hold: a refused row would have the platform send the update for ever. */
const toStorable = (update: Json): Json =>
  JSON.parse(
    JSON.stringify(update, (_key, value: unknown) =>
      typeof value === "string" ? storableText(value) : value,
    ),
  );

/** Costs a few looks at the update; everything else is asked only of what passes here. */
export function readCandidate(update: Json): Candidate | null {
  const { message, callback_query: query } = update;
  if (isObject(query)) {
    const isOurs = typeof query.data === "string" && query.data.startsWith(pressPrefix);
    return isOurs && isObject(query.from) && typeof query.from.id === "number"
      ? { userId: String(query.from.id), kind: "press", repliedTo: null }
      : null;
  }
  if (!isObject(message) || !isObject(message.chat) || message.chat.type !== "private") return null;
  const { text, from, reply_to_message: repliedTo } = message;
  if (typeof text !== "string" || !isObject(from) || typeof from.id !== "number" || from.is_bot === true)
    return null;
  const userId = String(from.id);
  if (readLinkSecret(text) !== null) return { userId, kind: "link", repliedTo: null };
  if (readCommand(text) !== null) return { userId, kind: "command", repliedTo: null };
  if (!isObject(repliedTo) || !isObject(repliedTo.from) || repliedTo.from.is_bot !== true) return null;
  return { userId, kind: "reply", repliedTo: String(repliedTo.message_id) };
}
