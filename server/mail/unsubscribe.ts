import { and, eq } from "drizzle-orm";
import { mailUnsubscribes } from "@/db/schema";
import {
  type Ctx,
  inWorkspace,
  openSystemContext,
  recordAudit,
  type Transaction,
  WorkspaceNotFound,
} from "@/server/kernel";
import { readAddress } from "./addresses";
import { UnsubscribeLinkInvalid } from "./errors";
import type { MailTemplate } from "./rules";
import { readUnsubscribeToken, type Subscription } from "./unsubscribe-token";

export type SubscriptionState = {
  workspace: string;
  template: MailTemplate;
  isSubscribed: boolean;
};

/**
 * What a link to unsubscribe is about. The token is the permission: whoever has the mail may read and end it.
 *
 * @throws UnsubscribeLinkInvalid
 */
export async function getSubscription(token: string): Promise<SubscriptionState> {
  const { ctx, subscription } = await open(token);
  const found = await inWorkspace(ctx, (tx) => find(tx, subscription));
  return { workspace: ctx.workspace.name, template: subscription.template, isSubscribed: found === null };
}

/**
 * Ends a workspace's mail of one kind to the token's address. Safe to repeat.
 *
 * @throws UnsubscribeLinkInvalid
 */
export async function unsubscribe(token: string, way: "one_click" | "page"): Promise<SubscriptionState> {
  const { ctx, subscription } = await open(token);
  await inWorkspace(ctx, async (tx) => {
    if (await find(tx, subscription)) return;
    await tx
      .insert(mailUnsubscribes)
      .values({ ...subscription, way, at: ctx.clock.now() })
      .onConflictDoNothing();
    await audit(tx, ctx, subscription, false);
  });
  return { workspace: ctx.workspace.name, template: subscription.template, isSubscribed: false };
}

/**
 * Takes it back, from the same page.
 *
 * @throws UnsubscribeLinkInvalid
 */
export async function resubscribe(token: string): Promise<SubscriptionState> {
  const { ctx, subscription } = await open(token);
  await inWorkspace(ctx, (tx) => takeBack(tx, ctx, subscription));
  return { workspace: ctx.workspace.name, template: subscription.template, isSubscribed: true };
}

/** Whether a reader has ended a workspace's mail of this kind to this address. */
export async function hasUnsubscribed(
  tx: Transaction,
  ctx: Ctx,
  mail: { address: string; template: MailTemplate },
): Promise<boolean> {
  return (await find(tx, subscriptionOf(ctx, mail))) !== null;
}

/** The reader wants it again: said in the panel, by whom the address is proved to belong to. */
export function subscribeAgain(
  tx: Transaction,
  ctx: Ctx,
  mail: { address: string; template: MailTemplate },
): Promise<void> {
  return takeBack(tx, ctx, subscriptionOf(ctx, mail));
}

const subscriptionOf = (
  ctx: Ctx,
  { address, template }: { address: string; template: MailTemplate },
): Subscription => ({ workspaceId: ctx.workspace.id, addressKey: readAddress(address).key, template });

async function takeBack(tx: Transaction, ctx: Ctx, subscription: Subscription): Promise<void> {
  const gone = await tx.delete(mailUnsubscribes).where(isThis(subscription)).returning();
  if (gone.length > 0) await audit(tx, ctx, subscription, true);
}

async function open(token: string): Promise<{ ctx: Ctx; subscription: Subscription }> {
  const subscription = readUnsubscribeToken(token);
  try {
    const ctx = await openSystemContext(subscription.workspaceId, { kind: "system", name: "unsubscribe" });
    return { ctx, subscription };
  } catch (error) {
    // The workspace has gone, and its mail with it.
    if (error instanceof WorkspaceNotFound) throw new UnsubscribeLinkInvalid();
    throw error;
  }
}

async function find(tx: Transaction, subscription: Subscription) {
  const [row] = await tx.select().from(mailUnsubscribes).where(isThis(subscription));
  return row ?? null;
}

const isThis = ({ workspaceId, addressKey, template }: Subscription) =>
  and(
    eq(mailUnsubscribes.workspaceId, workspaceId),
    eq(mailUnsubscribes.addressKey, addressKey),
    eq(mailUnsubscribes.template, template),
  );

const audit = (tx: Transaction, ctx: Ctx, { template, addressKey }: Subscription, isSubscribed: boolean) =>
  recordAudit(tx, ctx, {
    action: isSubscribed ? "mail.resubscribe" : "mail.unsubscribe",
    entity: ctx.workspace.id,
    before: { template, email: null, isSubscribed: !isSubscribed },
    after: { template, email: addressKey, isSubscribed },
  });
