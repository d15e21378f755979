export {
  createTrpcContext,
  publicProcedure,
  router,
  type TrpcContext,
  workspaceProcedure,
} from "./init";
