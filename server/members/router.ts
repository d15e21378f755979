import { router } from "@/server/trpc";
import {
  listMembersProcedure,
  listPermissionsProcedure,
  removeMemberProcedure,
  updateMemberRoleProcedure,
} from "./procedures";

export const membersRouter = router({
  list: listMembersProcedure,
  policy: listPermissionsProcedure,
  updateRole: updateMemberRoleProcedure,
  remove: removeMemberProcedure,
});
