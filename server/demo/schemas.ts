import { z } from "zod";
import { WorkspaceKind } from "@/server/workspaces/schemas";

/** `waiting` for its turn, `making`, `made`, `clearing`, or `cleared` by an owner. */
export const demoStates = ["waiting", "making", "made", "clearing", "cleared"] as const;

export const DemoPart = z.object({
  slug: z.string(),
  name: z.string(),
  kind: WorkspaceKind,
  state: z.enum(demoStates),
  /** How much of its history is there, 0 to 1. */
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
