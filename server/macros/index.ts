export { deleteMacro } from "./delete-macro";
export * from "./errors";
export { listMacros } from "./list-macros";
export { runMacro } from "./run-macro";
export { saveMacro } from "./save-macro";
export type { Macro, MacroRun } from "./schemas";
