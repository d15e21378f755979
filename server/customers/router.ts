import { router } from "@/server/trpc";
import { findCustomersProcedure, getCustomerProcedure, verifyIdentityProcedure } from "./procedures";

export const customersRouter = router({
  get: getCustomerProcedure,
  find: findCustomersProcedure,
  verifyIdentity: verifyIdentityProcedure,
});
