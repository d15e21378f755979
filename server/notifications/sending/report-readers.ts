import { and, eq, isNull } from "drizzle-orm";
import { members } from "@/db/schema";
import { type Ctx, inWorkspace } from "@/server/kernel";
import { readSettings } from "../internal";
import { type WeeklyWay, wantsWeekly, weeklyWays } from "../rules";

export type ReportReader = { memberId: string; personId: string; ways: WeeklyWay[] };

/** Members of now who want the weekly report, and how. */
export function listReportReaders(ctx: Ctx): Promise<ReportReader[]> {
  return inWorkspace(ctx, async (tx) => {
    const team = await tx
      .select({ memberId: members.id, personId: members.personId, role: members.role })
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspace.id), isNull(members.removedAt)));
    const settings = await readSettings(
      tx,
      ctx,
      team.map(({ personId }) => personId),
    );
    return team
      .map(({ role, ...one }) => {
        const changed = settings.get(one.personId)?.ways ?? {};
        return { ...one, ways: weeklyWays.filter((way) => wantsWeekly(role, way, changed)) };
      })
      .filter(({ ways }) => ways.length > 0);
  });
}
