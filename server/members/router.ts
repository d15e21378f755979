import { router } from "@/server/trpc";
import { listMembersProcedure, removeMemberProcedure, updateMemberRoleProcedure } from "./procedures";

export const membersRouter = router({
  list: listMembersProcedure,
  updateRole: updateMemberRoleProcedure,
  remove: removeMemberProcedure,
});
