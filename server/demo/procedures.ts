import { z } from "zod";
import { requirePermission } from "@/server/kernel";
import { deletedWorkspaceProcedure, workspaceProcedure } from "@/server/trpc";
import { clearDemo } from "./clear-demo";
import { exploreDemo } from "./explore-demo";
import { getDemoProgress } from "./get-demo-progress";
import { makeDemoAgain } from "./make-demo-again";
import { ClearDemoInput, DemoProgress, MakeDemoInput } from "./schemas";

/** Also from a workspace that is being cleared: its page shows how far that is. */
export const getDemoProgressProcedure = deletedWorkspaceProcedure.output(DemoProgress).query(({ ctx }) => {
  requirePermission(ctx, "demo.read");
  return getDemoProgress();
});

export const clearDemoProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(ClearDemoInput)
  .output(DemoProgress)
  .mutation(({ ctx, input }) => clearDemo({ ctx, input }));

export const makeDemoAgainProcedure = workspaceProcedure
  .input(MakeDemoInput)
  .output(DemoProgress)
  .mutation(({ ctx, input }) => makeDemoAgain({ ctx, input }));

export const exploreDemoProcedure = workspaceProcedure
  .output(z.object({ slug: z.string() }))
  .mutation(({ ctx }) => {
    requirePermission(ctx, "demo.read");
    return exploreDemo({ personId: ctx.session.personId });
  });
