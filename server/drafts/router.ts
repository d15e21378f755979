import { router } from "@/server/trpc";
import { getDraftProcedure, saveDraftProcedure } from "./procedures";

export const draftsRouter = router({ get: getDraftProcedure, save: saveDraftProcedure });
