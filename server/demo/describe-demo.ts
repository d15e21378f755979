import { and, asc, eq, ne, sql } from "drizzle-orm";
import { channels } from "@/db/schema";
import { demoSlug } from "@/server/auth";
import { DomainError, getRuntime, inWorkspace, openSystemContext } from "@/server/kernel";
import { memberRoles } from "@/server/members";
import { demoOrder } from "./demo-orders";
import type { DemoTelegram } from "./seed-demo";

/** The demo is still being made, or was taken away. */
export class DemoMissing extends DomainError {
  readonly code = "DEMO_MISSING";
  readonly kind = "unavailable";
  constructor() {
    super("The demo is not there yet; try again in a moment.");
  }
}

/** What `GET /sandbox/demo` tells scripts. @throws DemoMissing before the demo is made */
export async function describeDemo(telegram: DemoTelegram) {
  const { app, env } = getRuntime();
  const [known] = await app.execute<{ workspace_id: string | null }>(
    sql`select workspace_id from resolve_workspace(${demoSlug})`,
  );
  if (!known?.workspace_id) throw new DemoMissing();
  const ctx = await openSystemContext(known.workspace_id, { kind: "system", name: "demo" });
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ username: channels.username })
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), ne(channels.state, "deleted")))
      // The oldest: those that are connected to the demo later are somebody's own.
      .orderBy(asc(channels.createdAt), asc(channels.id)),
  );
  const bot = rows.map((row) => telegram.findBot(row.username)).find((found) => found !== null);
  if (!bot) throw new DemoMissing();
  return {
    workspace: { slug: demoSlug },
    bot: { username: bot.username, token: bot.token },
    customer: {
      telegramId: demoOrder.telegramId,
      shopOrder: { number: demoOrder.number, tracking: demoOrder.tracking },
    },
    signIns: memberRoles.map((role) => ({ role, url: `${env.origin}/sandbox/sign-in?role=${role}` })),
  };
}
