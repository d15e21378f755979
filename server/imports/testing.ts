import type { Ctx } from "@/server/kernel";
import { fromPublicId } from "@/server/kernel";
import { closeReader } from "./open-reader";
import { workUntil } from "./work-import";

/** Works on an import to its end, as the loop does in turns. */
export const workNow = (ctx: Ctx, importId: string): Promise<boolean> =>
  workUntil(ctx, fromPublicId("import", importId) ?? importId, () => false);

/** What a process that dies leaves: nothing of it in memory. */
export const forgetOpenFile = (importId: string): void => closeReader(importId);
