import { router } from "@/server/trpc";
import {
  createInvitationProcedure,
  leaveWorkspaceProcedure,
  listInvitationsProcedure,
  listMembersProcedure,
  listPermissionsProcedure,
  removeMemberProcedure,
  resendInvitationProcedure,
  transferOwnershipProcedure,
  updateMemberRoleProcedure,
  withdrawInvitationProcedure,
} from "./procedures";

export const membersRouter = router({
  list: listMembersProcedure,
  policy: listPermissionsProcedure,
  updateRole: updateMemberRoleProcedure,
  remove: removeMemberProcedure,
  transferOwnership: transferOwnershipProcedure,
  leave: leaveWorkspaceProcedure,
  invitations: listInvitationsProcedure,
  invite: createInvitationProcedure,
  resendInvitation: resendInvitationProcedure,
  withdrawInvitation: withdrawInvitationProcedure,
});
