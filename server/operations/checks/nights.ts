import { lt, sql } from "drizzle-orm";
import { z } from "zod";
import { checkNights, checkParts } from "@/db/schema";
import { type Ctx, getRuntime, platformScope, requirePermission } from "@/server/kernel";

export type CheckPart = (typeof checkParts)[number];

/** Counts of a part of a night. */
const Counts = {
  checked: z.number().int(),
  found: z.number().int(),
  mended: z.number().int(),
  /** Looks that were given up because they took too long. */
  skipped: z.number().int(),
  tookMs: z.number().int(),
};

export const CheckNight = z.object({
  /** `2026-11-20`. */
  night: z.string(),
  /** Workspaces that were asked to look, and those that have come to their end. */
  asked: z.number().int(),
  ended: z.number().int(),
  endedAt: z.date(),
  ...Counts,
  parts: z.array(z.object({ part: z.enum(checkParts), ...Counts })),
});
export type CheckNight = z.infer<typeof CheckNight>;

type Row = Omit<typeof checkNights.$inferInsert, "endedAt">;

/** Of 5,000 workspaces half a million rows. */
const keptNights = 14;

/** Writes a part down; a part that is done again has its latest numbers. */
export async function recordPart(row: Row): Promise<void> {
  const { worker, clock } = getRuntime();
  const values = { ...row, endedAt: clock.now() };
  const { workspaceId, night, part } = checkNights;
  await worker
    .insert(checkNights)
    .values(values)
    .onConflictDoUpdate({ target: [workspaceId, night, part], set: values });
}

/** How many workspaces have come to the end of a night. */
export async function countEnded(night: string): Promise<number> {
  const [row] = await getRuntime().worker.execute<{ n: number }>(sql`
    select count(*)::int as n from check_nights
    where night = ${night} and part = 'all' and workspace_id <> ${platformScope}::uuid`);
  return row!.n;
}

const noCounts = { checked: 0, found: 0, mended: 0, skipped: 0, tookMs: 0 };

/** Notes that a night has asked so many workspaces, and how many have ended. */
export const recordNight = (night: string, of: { asked: number; ended: number }): Promise<void> =>
  recordPart({ workspaceId: platformScope, night, part: "all", ...noCounts, ...of });

/** Ends a night: its sums into the log, nights of long ago forgotten. */
export async function closeNight(night: string, asked: number): Promise<void> {
  const { worker, clock, logger } = getRuntime();
  await recordNight(night, { asked, ended: await countEnded(night) });
  const oldest = new Date(clock.now().getTime() - keptNights * 86_400_000).toISOString().slice(0, 10);
  await worker.delete(checkNights).where(lt(checkNights.night, oldest));
  const [sums] = await readNights(1);
  if (sums)
    logger[sums.ended < sums.asked || sums.found > sums.mended ? "warn" : "info"](
      sums,
      "the nightly checks have ended",
    );
}

/** What the last nights have looked at and found in all workspaces together, the newest first. */
export async function readNights(count: number): Promise<CheckNight[]> {
  const { worker } = getRuntime();
  const rows = await worker.execute<
    { night: string; part: CheckPart; asked: number; ended: number; ended_at: string } & typeof noCounts
  >(sql`
    select night, part, sum(checked)::int as checked, sum(found)::int as found, sum(mended)::int as mended,
      sum(skipped)::int as skipped, sum(took_ms)::int as "tookMs",
      max(asked) as asked, max(ended) as ended, max(ended_at) as ended_at
    from check_nights
    where night in (
      select n.night from check_nights n where n.workspace_id = ${platformScope}::uuid and n.part = 'all'
      order by n.night desc limit ${count})
      and (part <> 'all' or workspace_id = ${platformScope}::uuid)
    group by night, part order by night desc, part`);
  return [...Map.groupBy(rows, ({ night }) => night)].map(([night, parts]) => {
    const own = parts.find(({ part }) => part === "all")!;
    const told = parts.filter(({ part }) => part !== "all");
    const total = (key: keyof typeof noCounts) => told.reduce((sum, part) => sum + part[key], 0);
    return CheckNight.parse({
      night,
      asked: own.asked,
      ended: own.ended,
      endedAt: new Date(own.ended_at),
      checked: total("checked"),
      found: total("found"),
      mended: total("mended"),
      skipped: total("skipped"),
      tookMs: total("tookMs"),
      parts: told.map(({ part, checked, found, mended, skipped, tookMs }) => ({
        part,
        checked,
        found,
        mended,
        skipped,
        tookMs,
      })),
    });
  });
}

/** The nights that are kept, for the platform's operator. */
export async function listCheckNights({ ctx }: { ctx: Pick<Ctx, "actor"> }): Promise<CheckNight[]> {
  requirePermission(ctx, "check.read");
  return readNights(keptNights);
}
