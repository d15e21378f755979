import { workspaceProcedure } from "@/server/trpc";
import { deleteMacro } from "./delete-macro";
import { listMacros } from "./list-macros";
import { runMacro } from "./run-macro";
import { saveMacro } from "./save-macro";
import { Macro, MacroRef, MacroRun, Macros, RunMacroInput, SaveMacroInput } from "./schemas";

export const listMacrosProcedure = workspaceProcedure.output(Macros).query(({ ctx }) => listMacros({ ctx }));

export const saveMacroProcedure = workspaceProcedure
  .input(SaveMacroInput)
  .output(Macro)
  .mutation(({ ctx, input }) => saveMacro({ ctx, input }));

export const deleteMacroProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(MacroRef)
  .output(Macro)
  .mutation(({ ctx, input }) => deleteMacro({ ctx, input }));

export const runMacroProcedure = workspaceProcedure
  .input(RunMacroInput)
  .output(MacroRun)
  .mutation(({ ctx, input }) => runMacro({ ctx, input }));
