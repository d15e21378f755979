import { and, eq } from "drizzle-orm";
import { managedBotRequests } from "@/db/schema";
import { requireFeature } from "@/server/flags";
import {
  type Ctx,
  getRuntime,
  inWorkspace,
  keyedHash,
  newId,
  PermissionDenied,
  randomToken,
  recordAudit,
  requirePermission,
  toPublicId,
} from "@/server/kernel";
import { ManagedBotsOff, ManagedRequestNotFound } from "../errors";
import { isLocalRoot } from "../rules";
import {
  type ManagedBotRequest,
  ManagedRequestRef,
  RequestManagedBotInput,
  suggestUsername,
} from "../schemas";
import { findManagingBot } from "./platform-bot";

const validMs = 30 * 60_000;

/** What a link's secret is kept as. */
export const secretHashOf = (secret: string): string =>
  keyedHash(getRuntime().env.secret, `managed bot ${secret}`);

/**
 * Begins the making of a bot in Telegram: a link to the platform's own bot, which offers the button that makes it. The
 * bot belongs to whoever taps it, and is connected here by itself.
 *
 * @throws FeatureOff     an operator has switched this off
 * @throws ManagedBotsOff this installation has no such bot
 */
export async function requestManagedBot({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: RequestManagedBotInput;
}): Promise<ManagedBotRequest> {
  requirePermission(ctx, "channel.connect");
  const { name } = RequestManagedBotInput.parse(input);
  if (ctx.actor.kind !== "member") throw new PermissionDenied("channel.connect");
  const { memberId } = ctx.actor;
  await requireFeature("managed-bots", ctx);
  const platform = await findManagingBot();
  if (!platform) throw new ManagedBotsOff();
  const secret = randomToken(18);
  const now = ctx.clock.now();
  const row = {
    workspaceId: ctx.workspace.id,
    id: newId(),
    memberId,
    secretHash: secretHashOf(secret),
    name,
    username: suggestUsername(name, secret),
    state: "waiting" as const,
    createdAt: now,
    expiresAt: new Date(now.getTime() + validMs),
  };
  await inWorkspace(ctx, async (tx) => {
    await tx.insert(managedBotRequests).values(row);
    await recordAudit(tx, ctx, { action: "channel.requestManagedBot", entity: row.id, after: { name } });
  });
  return {
    id: toPublicId("managedBot", row.id),
    url: startLink(platform, `new_${secret}`),
    state: "waiting",
    channelId: null,
    error: null,
    expiresAt: row.expiresAt.toISOString(),
  };
}

/** A link that opens a bot with a word; a local bot opens on the phone of the local Telegram. */
export function startLink(username: string, word: string): string {
  const { platformBot } = getRuntime().env;
  return platformBot && isLocalRoot(platformBot.apiRoot)
    ? `${platformBot.apiRoot}?${new URLSearchParams({ bot: username, start: word })}`
    : `https://t.me/${username}?start=${word}`;
}

/**
 * How far the making has come.
 *
 * @throws ManagedRequestNotFound no such wish in this workspace
 */
export async function getManagedRequest({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ManagedRequestRef;
}): Promise<Omit<ManagedBotRequest, "url">> {
  requirePermission(ctx, "channel.connect");
  const { requestId } = ManagedRequestRef.parse(input);
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(managedBotRequests)
      .where(and(eq(managedBotRequests.workspaceId, ctx.workspace.id), eq(managedBotRequests.id, requestId))),
  );
  if (!row) throw new ManagedRequestNotFound();
  return {
    id: toPublicId("managedBot", row.id),
    state: row.state,
    channelId: row.channelId ? toPublicId("channel", row.channelId) : null,
    error: row.error,
    expiresAt: row.expiresAt.toISOString(),
  };
}
