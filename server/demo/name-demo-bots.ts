import { getRuntime } from "@/server/kernel";
import { demoSettings } from "./make-demo";
import { demosOf } from "./settings";
import type { DemoWorkspace } from "./workspaces";

/** The bot that each kind's demo begins with; a kind that the settings do not ask for is not there. */
export function nameDemoBots(): Partial<Record<DemoWorkspace["kind"], string>> {
  const runtime = getRuntime();
  if (!runtime.env.isSandboxOn) return {};
  return Object.fromEntries(
    demosOf(demoSettings(runtime)).map(({ kind, bots }) => [kind, bots[0]?.username]),
  );
}
