"use server";

import { createHash } from "node:crypto";
import { headers } from "next/headers";
import { getSandbox } from "@/sandbox/presence";
import { connectTelegramBot } from "@/server/channels";
import { DomainError, fromHeaders, openMemberContext, requirePermission } from "@/server/kernel";
import { listShopOrders } from "@/server/stores";

/**
 * Makes a bot at the local Telegram, named as the workspace, and connects it as an owner would by its token. Returns
 * the code of what stood in the way, or null.
 */
export async function makeLocalBot(slug: string): Promise<{ code: string | null }> {
  const sandbox = getSandbox();
  if (!sandbox) return { code: "SANDBOX_OFF" };
  try {
    const ctx = await openMemberContext({ request: fromHeaders(await headers()), slug });
    requirePermission(ctx, "channel.connect");
    const { token } = sandbox.createBot({ name: ctx.workspace.name.slice(0, 60) });
    await connectTelegramBot({ ctx, input: { token, apiRoot: "/sandbox/telegram" } });
    return { code: null };
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code };
    throw error;
  }
}

/** Who writes on the phone beside the first steps, by the workspace's language. */
const tryCustomers = {
  tr: { first_name: "Zeynep", last_name: "Kaya" },
  en: { first_name: "Emma", last_name: "Clark" },
  ru: { first_name: "Анна", last_name: "Смирнова" },
  ar: { first_name: "ليلى", last_name: "حداد" },
} as const;

/**
 * A customer at the local Telegram for trying a workspace's bot: where there are shop orders, the one of the newest, so
 * that sharing the number proves it. Made once for each; null where there is no local Telegram.
 */
export async function findTryCustomer(slug: string): Promise<number | null> {
  const sandbox = getSandbox();
  if (!sandbox) return null;
  const ctx = await openMemberContext({ request: fromHeaders(await headers()), slug });
  requirePermission(ctx, "checklist.read");
  const { rows } =
    ctx.workspace.kind === "shop" ? await listShopOrders({ ctx, input: { limit: 1 } }) : { rows: [] };
  const language = ctx.workspace.defaultLanguage in tryCustomers ? ctx.workspace.defaultLanguage : "en";
  const named = tryCustomers[language as keyof typeof tryCustomers];
  const owner = rows[0];
  const [first_name = named.first_name, ...rest] = owner?.customerName.split(" ") ?? [];
  const id = idOf(`${ctx.workspace.id} ${owner?.phone ?? ""}`);
  if (sandbox.findUser(id)) return id;
  return sandbox.createUser({
    id,
    first_name,
    last_name: owner ? rest.join(" ") : named.last_name,
    language_code: language,
    ...(owner?.phone && { phone: owner.phone }),
  }).id;
}

/** The same for the same name: below the ids that the local Telegram and the demo give. */
const idOf = (name: string): number =>
  5_000_000_000 + (createHash("sha256").update(name).digest().readUInt32BE() % 900_000_000);
