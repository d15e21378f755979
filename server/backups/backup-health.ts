import { nextTick } from "@/lib/cron";
import { getRuntime } from "@/server/kernel";
import { judgeBackups } from "./rules";
import { readBackupState } from "./state";

/** Whether scheduled backups come: `off` where none is asked for. */
export async function backupHealth(): Promise<"ok" | "off" | "failing"> {
  const { env, clock } = getRuntime();
  if (!env.backup) return "off";
  const now = clock.now();
  return judgeBackups(await readBackupState(), pauseMs(env.backup.at, now), now);
}

/** The pause between the next two ticks. */
function pauseMs(cron: string, now: Date): number {
  const next = nextTick(cron, now);
  return nextTick(cron, next).getTime() - next.getTime();
}
