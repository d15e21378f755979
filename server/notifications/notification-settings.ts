import { and, eq } from "drizzle-orm";
import { notificationSettings } from "@/db/schema";
import { findMemberLink } from "@/server/channels";
import { type Ctx, inWorkspace, recordAudit, requirePermission, type Transaction } from "@/server/kernel";
import { findVerifiedAddress } from "@/server/mail";
import { mayHear } from "./audience";
import { pushPublicKey } from "./devices/push-devices";
import { actingMember, readSettings } from "./internal";
import { isWanted, notificationKinds, notificationWays, wantsWeekly, weeklyWays } from "./rules";
import { NotificationSettings, UpdateNotificationSettingsInput } from "./schemas";

/** How the reader is told in this workspace, of each kind that their role shows. */
export async function getNotificationSettings({ ctx }: { ctx: Ctx }): Promise<NotificationSettings> {
  requirePermission(ctx, "notification.list");
  const reachable = await readReach(ctx);
  return inWorkspace(ctx, (tx) => readOwn(tx, ctx, reachable));
}

/** Changes how the reader is told; what is not named stays. From the next notification on. */
export async function updateNotificationSettings({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: UpdateNotificationSettingsInput;
}): Promise<NotificationSettings> {
  requirePermission(ctx, "notification.configure");
  const { changes, quiet, showsNames, weekly } = UpdateNotificationSettingsInput.parse(input);
  const { personId, memberId } = actingMember(ctx);

  const reachable = await readReach(ctx);
  return inWorkspace(ctx, async (tx) => {
    const now = ctx.clock.now();
    const [before] = await tx
      .insert(notificationSettings)
      .values({ workspaceId: ctx.workspace.id, personId, ways: {}, updatedAt: now })
      .onConflictDoUpdate({
        target: [notificationSettings.workspaceId, notificationSettings.personId],
        // Held until the end: two windows change one after the other.
        set: { updatedAt: now },
      })
      .returning();
    const ways = { ...before!.ways };
    for (const { kind, way, isOn } of changes) ways[kind] = { ...ways[kind], [way]: isOn };
    if (weekly) ways["weekly-report"] = { ...ways["weekly-report"], ...weekly };
    const [after] = await tx
      .update(notificationSettings)
      .set({
        ways,
        ...(showsNames !== undefined && { showsNames }),
        ...(quiet !== undefined && { quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null }),
      })
      .where(
        and(
          eq(notificationSettings.workspaceId, ctx.workspace.id),
          eq(notificationSettings.personId, personId),
        ),
      )
      .returning();
    await recordAudit(tx, ctx, { action: "notification.configure", entity: memberId, before, after });
    return readOwn(tx, ctx, reachable);
  });
}

/** By what the reader can be told at all: an address, a linked account; a browser is allowed at one's own account. */
async function readReach(ctx: Ctx): Promise<NotificationSettings["reachable"]> {
  const { personId, memberId } = actingMember(ctx);
  const [link, address] = await Promise.all([findMemberLink(ctx, memberId), findVerifiedAddress(personId)]);
  return { push: pushPublicKey() !== null, telegram: link !== null, mail: address !== null };
}

async function readOwn(
  tx: Transaction,
  ctx: Ctx,
  reachable: NotificationSettings["reachable"],
): Promise<NotificationSettings> {
  const { personId, role } = actingMember(ctx);
  const kept = (await readSettings(tx, ctx, [personId])).get(personId);
  const changed = kept?.ways ?? {};
  return NotificationSettings.parse({
    kinds: notificationKinds
      .filter((kind) => mayHear(role, kind))
      .map((kind) => ({
        kind,
        ways: Object.fromEntries(notificationWays.map((way) => [way, isWanted(kind, way, changed)])),
      })),
    quiet:
      kept && kept.quietFrom !== null && kept.quietTo !== null
        ? { from: kept.quietFrom, to: kept.quietTo }
        : null,
    showsNames: kept?.showsNames ?? false,
    weekly: Object.fromEntries(weeklyWays.map((way) => [way, wantsWeekly(role, way, changed)])),
    reachable,
  });
}
