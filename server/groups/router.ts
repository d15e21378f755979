import { router } from "@/server/trpc";
import {
  acknowledgeGroupProcedure,
  checkGroupProcedure,
  getGroupProcedure,
  listGroupsProcedure,
} from "./procedures";

export const groupsRouter = router({
  list: listGroupsProcedure,
  get: getGroupProcedure,
  check: checkGroupProcedure,
  acknowledge: acknowledgeGroupProcedure,
});
