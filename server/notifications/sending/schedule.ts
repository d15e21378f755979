import { type Ctx, runLater, type Transaction } from "@/server/kernel";
import { type ChangedWays, graceMs, isWanted, mailAfterMs, type NotificationKind } from "../rules";
import { mailJob } from "./send-mail";
import { pushJob } from "./send-push";
import { telegramJob } from "./send-telegram";

/** Asks for what is to leave the panel, in the transaction that tells. */
export async function scheduleSends(
  tx: Transaction,
  ctx: Ctx,
  told: { notificationId: string; personId: string; kind: NotificationKind; changed: ChangedWays },
): Promise<void> {
  const { notificationId, personId, kind, changed } = told;
  const workspaceId = ctx.workspace.id;
  const now = ctx.clock.now().getTime();
  const soon = new Date(now + graceMs);
  if (isWanted(kind, "push", changed))
    await runLater(tx, { workspaceId, kind: pushJob, subject: notificationId, dueAt: soon });
  if (isWanted(kind, "telegram", changed))
    await runLater(tx, { workspaceId, kind: telegramJob, subject: notificationId, dueAt: soon });
  // A bot's trouble has a mail of its own.
  if (kind !== "bot-trouble" && isWanted(kind, "mail", changed)) {
    const dueAt = new Date(now + mailAfterMs);
    await runLater(tx, { workspaceId, kind: mailJob, subject: personId, dueAt });
  }
}
