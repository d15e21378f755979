import { sql } from "drizzle-orm";
import { getRuntime, type OperatorCtx, toPublicId } from "@/server/kernel";
import { BotUsage, WorkspaceUsage } from "./schemas";

/** How long an answer is believed: the console asks every few seconds, and several of its pages ask for the same. */
const believedForMs = 5_000;
/** Files grow slowly, and are read a row each. */
const filesBelievedForMs = 60_000;

type Measured<T> = { at: number; rows: Promise<T[]> };

/** Measured once for all who ask at that time, and forgotten when it fails. */
export function believed<T>(
  key: string,
  ctx: OperatorCtx,
  measure: () => Promise<T[]>,
  forMs = believedForMs,
): Promise<T[]> {
  const kept = getRuntime().keep(key, () => ({ last: null as Measured<T> | null }));
  const now = ctx.clock.now().getTime();
  if (kept.last && Math.abs(now - kept.last.at) < forMs) return kept.last.rows;
  const rows = measure();
  kept.last = { at: now, rows };
  rows.catch(() => {
    kept.last = null;
  });
  return rows;
}

const workspacesKey = "operator/workspaces";
const botsKey = "operator/bots";
const filesKey = "operator/files";

/** After an operator has changed something, the next look is a new one. */
export function forgetMeasures(): void {
  for (const key of [workspacesKey, botsKey, filesKey])
    getRuntime().keep(key, () => ({ last: null })).last = null;
}

type FileUse = { workspace_id: string; bytes: string };

/** Bytes of files by workspace. */
async function measureFiles(ctx: OperatorCtx): Promise<Map<string, number>> {
  const measure = async () => [
    ...(await getRuntime().worker.execute<FileUse>(sql`select * from measure_files()`)),
  ];
  const rows = await believed(filesKey, ctx, measure, filesBelievedForMs);
  return new Map(rows.map(({ workspace_id, bytes }) => [workspace_id, Number(bytes)]));
}

/** Every workspace of the platform with what it uses. */
export function measureWorkspaces(ctx: OperatorCtx): Promise<WorkspaceUsage[]> {
  return believed(workspacesKey, ctx, async () => {
    const now = ctx.clock.now().toISOString();
    const [rows, files] = await Promise.all([
      getRuntime().worker.execute<Record<string, string | number | boolean | null>>(
        sql`select * from measure_workspaces(${now}::timestamptz)`,
      ),
      measureFiles(ctx),
    ]);
    return rows.map((row) => {
      const count = (name: string) => Number(row[name]);
      const instant = (name: string) =>
        row[name] === null ? null : new Date(String(row[name])).toISOString();
      const quota = (name: string) => (row[name] === null ? null : Number(row[name]));
      const [since, eraseAt] = [instant("suspended_at"), instant("erase_at")];
      return WorkspaceUsage.parse({
        id: toPublicId("workspace", String(row.workspace_id)),
        slug: row.slug,
        name: row.name,
        kind: row.kind,
        organisation: row.organisation,
        createdAt: instant("created_at"),
        state: eraseAt ? "deleted" : since ? "suspended" : "working",
        suspension: since ? { since, reason: row.suspension_reason } : null,
        eraseAt,
        isAgentOn: row.is_agent_on,
        members: count("members"),
        bots: count("bots"),
        troubledBots: count("troubled_bots"),
        conversations: count("conversations"),
        messages: count("messages"),
        answers: count("answers"),
        fileBytes: files.get(String(row.workspace_id)) ?? 0,
        quotas: {
          fileBytes: count("file_quota_bytes"),
          members: quota("member_quota"),
          bots: quota("bot_quota"),
        },
        waitingJobs: count("waiting_jobs"),
      });
    });
  });
}

/** Every connected bot of the platform with how it fares. */
export function measureBots(ctx: OperatorCtx): Promise<BotUsage[]> {
  return believed(botsKey, ctx, async () => {
    const now = ctx.clock.now();
    const rows = await getRuntime().worker.execute<Record<string, string | number | boolean | null>>(
      sql`select * from measure_bots(${now.toISOString()}::timestamptz)`,
    );
    return rows.map((row) => {
      const instant = (name: string) =>
        row[name] === null ? null : new Date(String(row[name])).toISOString();
      const [troubledSince, erredAt, dueAt] = ["trouble_began_at", "last_error_at", "oldest_due_at"].map(
        instant,
      );
      return BotUsage.parse({
        id: toPublicId("channel", String(row.channel_id)),
        username: row.username,
        workspace: row.workspace,
        slug: row.slug,
        state: row.is_suspended ? "suspended" : row.state,
        updateMode: row.update_mode,
        trouble: row.trouble && troubledSince ? { code: row.trouble, since: troubledSince } : null,
        lastError: row.last_error && erredAt ? { code: row.last_error, at: erredAt } : null,
        lastUpdateAt: instant("last_update_at"),
        received: Number(row.received),
        sent: Number(row.sent),
        failed: Number(row.failed),
        waiting: Number(row.waiting),
        lagS: dueAt ? Math.max(0, Math.round((now.getTime() - Date.parse(dueAt)) / 1_000)) : null,
      });
    });
  });
}
