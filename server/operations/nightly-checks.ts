import { z } from "zod";
import { type Ctx, getRuntime, inWorkspace, platformScope, requirePermission } from "@/server/kernel";
import { defineEvent, sendEvent, type Workflow } from "@/server/workflows";

const nightAsked = defineEvent("checks/night-asked", 1, z.object({ at: z.iso.datetime() }));

/** Sent to each workspace by the platform's run, once a night (`2026-11-20`). */
export const workspaceCheckAsked = defineEvent(
  "checks/workspace-asked",
  1,
  z.object({ night: z.iso.date() }),
);

/** Whether what stands twice agrees: early in the morning where most of the workspaces are, before anybody works. */
export const nightlyChecksWorkflow: Workflow = {
  id: "operations-nightly-checks",
  triggers: [{ cron: "TZ=Europe/Istanbul 40 4 * * *" }, { event: nightAsked }],
  singleton: { mode: "skip" },
  load: async () => (await import("./checks/run-checks")).checkNight,
};

/** The same of one workspace. Two at once in the whole installation, so that requests do not feel them. */
export const workspaceChecksWorkflow: Workflow = {
  id: "operations-workspace-checks",
  triggers: [{ event: workspaceCheckAsked }],
  concurrency: { limit: 2, scope: "account", key: '"nightly-checks"' },
  load: async () => (await import("./checks/run-checks")).checkWorkspace,
};

/** Has the checks run now; what this night has looked at already is not looked at again. */
export async function askForChecks({ ctx }: { ctx: Pick<Ctx, "actor" | "clock"> }): Promise<void> {
  requirePermission(ctx, "check.ask");
  const platform = { workspace: { id: platformScope }, actor: ctx.actor };
  const at = getRuntime().clock.now().toISOString();
  await inWorkspace(platform, (tx) => sendEvent(tx, platform, nightAsked, { at }));
}
