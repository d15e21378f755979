import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { memberRoles } from "./rules";

export { memberRoles };
export const MemberRole = z.enum(memberRoles);

export const Member = z.object({
  id: z.string(),
  displayName: z.string(),
  role: MemberRole,
  isYou: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Member = z.infer<typeof Member>;

/** One line of the policy table: the roles that may, and whether the reader may. */
export const Permission = z.object({ verb: z.string(), roles: z.array(MemberRole), isAllowed: z.boolean() });
export type Permission = z.infer<typeof Permission>;

export const UpdateMemberRoleInput = z.object({ memberId: publicId("member"), role: MemberRole });
export type UpdateMemberRoleInput = z.input<typeof UpdateMemberRoleInput>;

export const RemoveMemberInput = z.object({ memberId: publicId("member") });
export type RemoveMemberInput = z.input<typeof RemoveMemberInput>;

export const AddMemberInput = z.object({
  displayName: z.string().trim().min(1).max(120),
  role: MemberRole,
  locale: z.enum(["tr", "en", "ru", "ar"]),
});
export type AddMemberInput = z.infer<typeof AddMemberInput>;
