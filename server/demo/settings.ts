import type { DemoSettings } from "@/server/kernel";
import { type DemoWorkspace, demoWorkspaces } from "./workspaces";

/** The workspaces that the settings ask for, in the order in which they are made. */
export function demosOf({ workspaces }: DemoSettings): readonly DemoWorkspace[] {
  if (workspaces === "off") return [];
  return workspaces === "shop" ? demoWorkspaces.slice(0, 1) : demoWorkspaces;
}
