import { eq, sql } from "drizzle-orm";
import { workspaces } from "@/db/schema";
import { type Ctx, getRuntime, inWorkspace } from "@/server/kernel";

/** How long a count is believed; what this process adds meanwhile is counted along. */
const believedForMs = 60_000;

type Usage = { at: number; bytes: number };

const usages = () => getRuntime().keep("file-usage", () => new Map<string, Usage>());

/** The bytes that a workspace keeps; the same content counts once, however often it was sent. */
async function usedBytes(ctx: Ctx): Promise<number> {
  const now = ctx.clock.now().getTime();
  const known = usages().get(ctx.workspace.id);
  if (known && Math.abs(now - known.at) < believedForMs) return known.bytes;
  const bytes = await inWorkspace(ctx, async (tx) => {
    const w = ctx.workspace.id;
    const [row] = await tx.execute<{ bytes: string }>(sql`
      select coalesce(sum(size), 0) as bytes from (
        select sha256 as hash, size_bytes as size from files where workspace_id = ${w}::uuid and sha256 is not null
        union
        select thumbnail_sha256, thumbnail_bytes from files
        where workspace_id = ${w}::uuid and thumbnail_sha256 is not null) kept`);
    return Number(row!.bytes);
  });
  usages().set(ctx.workspace.id, { at: now, bytes });
  return bytes;
}

/** How many bytes more a workspace may keep; less than nothing when its room has been made smaller since. */
export async function fileRoomBytes(ctx: Ctx): Promise<number> {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ bytes: workspaces.fileQuotaBytes })
      .from(workspaces)
      .where(eq(workspaces.id, ctx.workspace.id)),
  );
  return (row?.bytes ?? 0) - (await usedBytes(ctx));
}

/** Notes what has been added, so that a flood within a minute meets the quota too. */
export function addUsedBytes(ctx: Ctx, bytes: number): void {
  const known = usages().get(ctx.workspace.id);
  if (known) known.bytes += bytes;
}
