import { router } from "@/server/trpc";
import {
  findCustomersProcedure,
  findDuplicatesProcedure,
  getCustomerProcedure,
  listMergesProcedure,
  listTimelineProcedure,
  mergeCustomersProcedure,
  previewMergeProcedure,
  setCustomerFieldProcedure,
  undoMergeProcedure,
  verifyIdentityProcedure,
} from "./procedures";

export const customersRouter = router({
  get: getCustomerProcedure,
  find: findCustomersProcedure,
  timeline: listTimelineProcedure,
  duplicates: findDuplicatesProcedure,
  previewMerge: previewMergeProcedure,
  merge: mergeCustomersProcedure,
  undoMerge: undoMergeProcedure,
  merges: listMergesProcedure,
  setField: setCustomerFieldProcedure,
  verifyIdentity: verifyIdentityProcedure,
});
