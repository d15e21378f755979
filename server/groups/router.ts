import { router } from "@/server/trpc";
import {
  acknowledgeGroupProcedure,
  checkGroupProcedure,
  countTroubledGroupsProcedure,
  getGroupProcedure,
  listGroupsProcedure,
} from "./procedures";

export const groupsRouter = router({
  list: listGroupsProcedure,
  countTroubled: countTroubledGroupsProcedure,
  get: getGroupProcedure,
  check: checkGroupProcedure,
  acknowledge: acknowledgeGroupProcedure,
});
