import { and, eq, lt } from "drizzle-orm";
import { notifications } from "@/db/schema";
import { type Ctx, inWorkspace } from "@/server/kernel";
import { keptDays } from "./rules";

/** Takes away what was told more than ninety days ago. */
export async function forgetNotifications(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - keptDays * 86_400_000);
  await inWorkspace(ctx, (tx) =>
    tx
      .delete(notifications)
      .where(and(eq(notifications.workspaceId, ctx.workspace.id), lt(notifications.createdAt, before))),
  );
}
