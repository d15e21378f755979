import { and, eq } from "drizzle-orm";
import { faqEntries } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { lockFaqEntryOrThrow } from "./internal";
import { KeepFaqApartInput } from "./schemas";

/**
 * Says that entries look alike and ask different things: they are not offered for merging again.
 *
 * @throws FaqEntryNotFound one of them is not of this workspace
 */
export async function keepFaqApart({ ctx, input }: { ctx: Ctx; input: KeepFaqApartInput }): Promise<void> {
  requirePermission(ctx, "faq.update");
  const { faqEntryIds } = KeepFaqApartInput.parse(input);
  const ids = [...new Set(faqEntryIds)].sort();

  await inWorkspace(ctx, async (tx) => {
    for (const id of ids) {
      const row = await lockFaqEntryOrThrow(tx, ctx, id);
      const distinctFrom = [...new Set([...row.distinctFrom, ...ids.filter((other) => other !== id)])];
      await tx
        .update(faqEntries)
        .set({ distinctFrom })
        .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), eq(faqEntries.id, id)));
      await recordAudit(tx, ctx, {
        action: "faq.keepApart",
        entity: id,
        before: { distinctFrom: row.distinctFrom },
        after: { distinctFrom },
      });
      await emit(tx, ctx, "faq/updated", { aggregateId: id, version: row.version });
    }
  });
}
