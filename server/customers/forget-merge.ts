import { and, eq } from "drizzle-orm";
import { customerMerges } from "@/db/schema";
import { inWorkspace, type LaterHandler, openSystemContext } from "@/server/kernel";
import { undoableUntil } from "./rules";

/** Drops what a merge would need to be undone, when its thirty days are over: answers of people are kept no longer. */
export const forgetMerge: LaterHandler = async ({ workspaceId, subject }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "customers" });
  const mine = and(eq(customerMerges.workspaceId, workspaceId), eq(customerMerges.id, subject));
  return inWorkspace(ctx, async (tx) => {
    const [merge] = await tx.select().from(customerMerges).where(mine).for("update");
    if (!merge?.record) return undefined;
    const until = undoableUntil(merge.mergedAt);
    if (until > ctx.clock.now()) return { againAt: until };
    await tx.update(customerMerges).set({ record: null }).where(mine);
    return undefined;
  });
};
