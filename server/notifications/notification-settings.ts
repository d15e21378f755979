import { and, eq } from "drizzle-orm";
import { notificationSettings } from "@/db/schema";
import { findMemberLink } from "@/server/channels";
import { type Ctx, inWorkspace, recordAudit, requirePermission, type Transaction } from "@/server/kernel";
import { findVerifiedAddress, hasUnsubscribed, subscribeAgain } from "@/server/mail";
import { mayHear } from "./audience";
import { pushPublicKey } from "./devices/push-devices";
import { actingMember, readSettings } from "./internal";
import { isWanted, notificationKinds, notificationWays, wantsWeekly, weeklyWays } from "./rules";
import { NotificationSettings, UpdateNotificationSettingsInput } from "./schemas";

/** How the reader is told in this workspace, of each kind that their role shows. */
export async function getNotificationSettings({ ctx }: { ctx: Ctx }): Promise<NotificationSettings> {
  requirePermission(ctx, "notification.list");
  const reach = await readReach(ctx);
  return inWorkspace(ctx, (tx) => readOwn(tx, ctx, reach));
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

  const reach = await readReach(ctx);
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
    if (weekly?.mail && reach.address) await subscribeAgain(tx, ctx, weeklyMailTo(reach.address));
    return readOwn(tx, ctx, reach);
  });
}

type Reach = { address: string | null; isLinked: boolean };

/** By what the reader can be told at all: an address, a linked account; a browser is allowed at one's own account. */
async function readReach(ctx: Ctx): Promise<Reach> {
  const { personId, memberId } = actingMember(ctx);
  const [link, address] = await Promise.all([findMemberLink(ctx, memberId), findVerifiedAddress(personId)]);
  return { address, isLinked: link !== null };
}

const weeklyMailTo = (address: string) => ({ address, template: "weekly-report" as const });

async function readOwn(
  tx: Transaction,
  ctx: Ctx,
  { address, isLinked }: Reach,
): Promise<NotificationSettings> {
  const { personId, role } = actingMember(ctx);
  const kept = (await readSettings(tx, ctx, [personId])).get(personId);
  const changed = kept?.ways ?? {};
  // A click in the mail itself ended it: whatever was chosen here, none comes.
  const hasEnded = address !== null && (await hasUnsubscribed(tx, ctx, weeklyMailTo(address)));
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
    weekly: Object.fromEntries(
      weeklyWays.map((way) => [way, wantsWeekly(role, way, changed) && !(way === "mail" && hasEnded)]),
    ),
    reachable: { push: pushPublicKey() !== null, telegram: isLinked, mail: address !== null },
  });
}
