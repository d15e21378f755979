import { and, desc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { checkFindings, checkKinds } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";

export const CheckFinding = z.object({
  kind: z.enum(checkKinds),
  subject: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  firstSeenAt: z.date(),
  lastSeenAt: z.date(),
  /** How many nights have seen it. */
  nights: z.number().int(),
  mendedAt: z.date().nullable(),
});
export type CheckFinding = z.infer<typeof CheckFinding>;

const ListCheckFindingsInput = z.object({
  /** A workspace's; the platform's own id for what belongs to none. */
  workspaceId: z.uuid(),
  isOpen: z.boolean().default(false),
});

const most = 500;

/** What the checks have found in a workspace, the latest first, for the platform's operator. */
export async function listCheckFindings({
  ctx,
  input,
}: {
  ctx: Pick<Ctx, "actor">;
  input: z.input<typeof ListCheckFindingsInput>;
}): Promise<CheckFinding[]> {
  requirePermission(ctx, "check.read");
  const { workspaceId, isOpen } = ListCheckFindingsInput.parse(input);
  const rows = await inWorkspace({ workspace: { id: workspaceId } }, (tx) =>
    tx
      .select()
      .from(checkFindings)
      .where(
        and(eq(checkFindings.workspaceId, workspaceId), isOpen ? isNull(checkFindings.mendedAt) : undefined),
      )
      .orderBy(desc(checkFindings.lastSeenAt), desc(checkFindings.id))
      .limit(most),
  );
  return rows.map((row) => CheckFinding.parse(row));
}
