export {
  createTrpcContext,
  deletedWorkspaceProcedure,
  publicProcedure,
  router,
  type TrpcContext,
  workspaceProcedure,
} from "./init";
