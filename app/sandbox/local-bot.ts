"use server";

import { headers } from "next/headers";
import { getSandbox } from "@/sandbox/presence";
import { connectTelegramBot } from "@/server/channels";
import { DomainError, fromHeaders, openMemberContext, requirePermission } from "@/server/kernel";

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
