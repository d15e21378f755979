import type { LaterHandler } from "@/server/kernel";
import { forgetImport } from "./forget-import";
import { forgetJob, workJob } from "./internal";
import { workOnImport } from "./work-import";

export { cancelImport } from "./cancel-import";
export { checkImport } from "./check-import";
export { discardImport } from "./discard-import";
export * from "./errors";
export { getImport, getNewestImport, listImportRows, listKeptThings } from "./get-import";
export { handleImportUpload } from "./handle-upload";
export { importText } from "./import-text";
export { receiveImport } from "./receive-import";
export type { Import, ImportRow } from "./schemas";
export { startImport } from "./start-import";
export { undoImport } from "./undo-import";

/** What is done later, by its kind: `importWork` takes long and has a lane of its own. */
export const importWork: Readonly<Record<string, LaterHandler>> = { [workJob]: workOnImport };
export const importLaterHandlers: Readonly<Record<string, LaterHandler>> = { [forgetJob]: forgetImport };
