import { router } from "@/server/trpc";
import {
  listActsProcedure,
  listBotsProcedure,
  listErrorsProcedure,
  listSlowQueriesProcedure,
  listWorkspacesProcedure,
  readOverviewProcedure,
  readSystemProcedure,
  resumeWorkspaceProcedure,
  setQuotasProcedure,
  suspendWorkspaceProcedure,
} from "./procedures";

export const operatorRouter = router({
  overview: readOverviewProcedure,
  workspaces: listWorkspacesProcedure,
  bots: listBotsProcedure,
  errors: listErrorsProcedure,
  slowQueries: listSlowQueriesProcedure,
  system: readSystemProcedure,
  acts: listActsProcedure,
  suspend: suspendWorkspaceProcedure,
  resume: resumeWorkspaceProcedure,
  setQuotas: setQuotasProcedure,
});
