import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { createInvitation } from "./create-invitation";
import { leaveWorkspace } from "./leave-workspace";
import { listInvitations } from "./list-invitations";
import { listMembers } from "./list-members";
import { listPermissions } from "./list-permissions";
import { removeMember } from "./remove-member";
import { resendInvitation } from "./resend-invitation";
import {
  CreateInvitationInput,
  Invitation,
  InvitationRef,
  InvitationWithLink,
  LeaveWorkspaceInput,
  Member,
  Permission,
  RemoveMemberInput,
  TransferOwnershipInput,
  UpdateMemberRoleInput,
} from "./schemas";
import { transferOwnership } from "./transfer-ownership";
import { updateMemberRole } from "./update-member-role";
import { withdrawInvitation } from "./withdraw-invitation";

export const listMembersProcedure = workspaceProcedure
  .output(z.array(Member))
  .query(({ ctx }) => listMembers({ ctx }));

export const listPermissionsProcedure = workspaceProcedure
  .output(z.array(Permission))
  .query(({ ctx }) => listPermissions({ ctx }));

export const updateMemberRoleProcedure = workspaceProcedure
  .input(UpdateMemberRoleInput)
  .output(Member)
  .mutation(({ ctx, input }) => updateMemberRole({ ctx, input }));

export const removeMemberProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(RemoveMemberInput)
  .output(Member)
  .mutation(({ ctx, input }) => removeMember({ ctx, input }));

export const transferOwnershipProcedure = workspaceProcedure
  .input(TransferOwnershipInput)
  .output(Member)
  .mutation(({ ctx, input }) => transferOwnership({ ctx, input }));

export const leaveWorkspaceProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(LeaveWorkspaceInput)
  .output(Member)
  .mutation(({ ctx, input }) => leaveWorkspace({ ctx, input }));

export const listInvitationsProcedure = workspaceProcedure
  .output(z.array(Invitation))
  .query(({ ctx }) => listInvitations({ ctx }));

export const createInvitationProcedure = workspaceProcedure
  .input(CreateInvitationInput)
  .output(InvitationWithLink)
  .mutation(({ ctx, input }) => createInvitation({ ctx, input }));

export const resendInvitationProcedure = workspaceProcedure
  .input(InvitationRef)
  .output(InvitationWithLink)
  .mutation(({ ctx, input }) => resendInvitation({ ctx, input }));

export const withdrawInvitationProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(InvitationRef)
  .output(Invitation)
  .mutation(({ ctx, input }) => withdrawInvitation({ ctx, input }));
