import type { Env } from "@/server/kernel";
import type { Workflow } from "@/server/workflows";

/** The scheduled backup, where the environment asks for one. */
export function createBackupWorkflows({ backup }: Pick<Env, "backup">): Workflow[] {
  if (!backup) return [];
  return [
    {
      id: "backups-scheduled",
      triggers: [{ cron: backup.at }],
      // A place that is away for a moment; what is wrong for good stays wrong, and is told with the first attempt.
      retries: 2,
      // A large database takes its time; the next tick does not begin beside it.
      longestCall: "12h",
      singleton: { mode: "skip" },
      async load() {
        const { runBackup } = await import("./run-backup");
        return async ({ step }) => step.run("backup", runBackup);
      },
    },
  ];
}
