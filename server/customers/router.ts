import { router } from "@/server/trpc";
import {
  findCustomersProcedure,
  getCustomerProcedure,
  setCustomerFieldProcedure,
  verifyIdentityProcedure,
} from "./procedures";

export const customersRouter = router({
  get: getCustomerProcedure,
  find: findCustomersProcedure,
  setField: setCustomerFieldProcedure,
  verifyIdentity: verifyIdentityProcedure,
});
