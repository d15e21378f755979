import { getRuntime, type OperatorCtx, requirePermission } from "@/server/kernel";
import { ErrorList } from "./schemas";

/** The errors that this process has logged in the last 24 hours, by kind, the most frequent first. */
export async function listErrors({ ctx }: { ctx: OperatorCtx }): Promise<ErrorList> {
  requirePermission(ctx, "platform.read");
  const { errors, startedAt } = getRuntime();
  const dayAgo = ctx.clock.now().getTime() - 86_400_000;
  return ErrorList.parse({
    since: new Date(Math.max(dayAgo, startedAt.getTime())).toISOString(),
    kinds: errors
      .list()
      .toSorted((one, other) => other.count - one.count || other.lastAt.getTime() - one.lastAt.getTime())
      .map((kind) => ({
        ...kind,
        firstAt: kind.firstAt.toISOString(),
        lastAt: kind.lastAt.toISOString(),
      })),
  });
}
