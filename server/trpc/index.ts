export {
  createTrpcContext,
  publicProcedure,
  router,
  type TrpcContext,
  workspaceHeader,
  workspaceProcedure,
} from "./init";
