import { z } from "zod";
import { WorkspaceKind } from "@/server/workspaces/schemas";

/** As `demoSlugs` of the kernel, which the browser may not load; a type holds the two together. */
export const demoSlugs = ["demo", "demo-creator", "demo-clinic", "demo-desk"] as const;

/** `waiting` for its turn, `making`, `made`, `clearing`, or `cleared` by an owner. */
export const demoStates = ["waiting", "making", "made", "clearing", "cleared"] as const;

const Slugs = z.array(z.enum(demoSlugs)).min(1);

export const ClearDemoInput = z.object({ slugs: Slugs });
export type ClearDemoInput = z.input<typeof ClearDemoInput>;

export const MakeDemoInput = z.object({ slugs: Slugs });
export type MakeDemoInput = z.input<typeof MakeDemoInput>;

export const DemoPart = z.object({
  slug: z.enum(demoSlugs),
  name: z.string(),
  kind: WorkspaceKind,
  state: z.enum(demoStates),
  /** How much of its history is there, 0 to 1; while it is cleared, how much is left. */
  share: z.number().min(0).max(1),
});
export type DemoPart = z.infer<typeof DemoPart>;

export const DemoProgress = z.object({
  /** Of all that is to be made, 0 to 1. */
  share: z.number().min(0).max(1),
  isMade: z.boolean(),
  workspaces: z.array(DemoPart),
});
export type DemoProgress = z.infer<typeof DemoProgress>;
