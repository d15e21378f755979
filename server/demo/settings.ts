import { type DemoSettings, demoSlugs, getRuntime } from "@/server/kernel";
import { type DemoWorkspace, demoWorkspaces } from "./workspaces";

/** The workspaces that the settings ask for, in the order in which they are made. */
export function demosOf({ workspaces }: DemoSettings): readonly DemoWorkspace[] {
  if (workspaces === "off") return [];
  return workspaces === "shop" ? demoWorkspaces.slice(0, 1) : demoWorkspaces;
}

/** Whether this workspace is one of the demo's. */
export const isDemoHere = (slug: string): boolean =>
  getRuntime().env.isSandboxOn && (demoSlugs as readonly string[]).includes(slug);

const making = () => getRuntime().keep("demo/making", () => ({ isOn: false }));

/** Whether something of the demo is being made by this process: asked for every page, so that it costs nothing. */
export const isDemoMaking = (): boolean => making().isOn;

export function setDemoMaking(isOn: boolean): void {
  making().isOn = isOn;
}
