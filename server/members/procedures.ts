import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { listMembers } from "./list-members";
import { listPermissions } from "./list-permissions";
import { removeMember } from "./remove-member";
import { Member, Permission, RemoveMemberInput, UpdateMemberRoleInput } from "./schemas";
import { updateMemberRole } from "./update-member-role";

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
  .input(RemoveMemberInput)
  .output(Member)
  .mutation(({ ctx, input }) => removeMember({ ctx, input }));
