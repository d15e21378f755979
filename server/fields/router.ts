import { router } from "@/server/trpc";
import {
  archiveFieldProcedure,
  createFieldProcedure,
  listFieldsProcedure,
  orderFieldsProcedure,
  updateFieldProcedure,
} from "./procedures";

export const fieldsRouter = router({
  list: listFieldsProcedure,
  create: createFieldProcedure,
  update: updateFieldProcedure,
  archive: archiveFieldProcedure,
  order: orderFieldsProcedure,
});
