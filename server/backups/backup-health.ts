import { Cron } from "croner";
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

/** The pause between the next two ticks; the zone of a cron changes nothing about it. */
function pauseMs(expression: string, now: Date): number {
  const [one, two] = new Cron(expression.replace(/^TZ=\S+\s+/, "")).nextRuns(2, now);
  return one && two ? two.getTime() - one.getTime() : 0;
}
