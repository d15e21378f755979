export {
  createTrpcContext,
  deletedWorkspaceProcedure,
  operatorProcedure,
  publicProcedure,
  router,
  type TrpcContext,
  workspaceProcedure,
} from "./init";
