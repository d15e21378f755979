import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { invitationStates, memberRoles, shownStates } from "./rules";

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

export const TransferOwnershipInput = z.object({ memberId: publicId("member") });
export type TransferOwnershipInput = z.input<typeof TransferOwnershipInput>;

export const LeaveWorkspaceInput = z.object({
  /** Becomes an owner as the reader leaves; only an owner hands over. */
  handOverTo: publicId("member").optional(),
});
export type LeaveWorkspaceInput = z.input<typeof LeaveWorkspaceInput>;

const Address = z.string().trim().toLowerCase().pipe(z.email().max(254));
const Locale = z.enum(["tr", "en", "ru", "ar"]);

export const Invitation = z.object({
  id: z.string(),
  role: MemberRole,
  /** Null for a link, which whoever has it may use. */
  email: z.string().nullable(),
  state: z.enum(invitationStates),
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  acceptedBy: z.string().nullable(),
});
export type Invitation = z.infer<typeof Invitation>;

/** The link is told once, to who makes it: only its hash is kept. */
export const InvitationWithLink = Invitation.extend({ url: z.url() });
export type InvitationWithLink = z.infer<typeof InvitationWithLink>;

export const CreateInvitationInput = z.object({
  role: MemberRole,
  /** Left out, it is a link to be sent by other ways. */
  email: Address.optional(),
  /** The language of the mail. */
  locale: Locale,
});
export type CreateInvitationInput = z.input<typeof CreateInvitationInput>;

export const InvitationRef = z.object({ invitationId: publicId("invitation") });
export type InvitationRef = z.input<typeof InvitationRef>;

/** 32 bytes in base64url. */
export const InvitationToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** What a link shows to whoever opens it. */
export const ShownInvitation = z.object({
  state: z.enum(shownStates),
  workspace: z.string(),
  slug: z.string(),
  organisation: z.string(),
  logoUrl: z.string().nullable(),
  invitedBy: z.string(),
  role: MemberRole,
  expiresAt: z.iso.datetime(),
  /** Of an invitation for one address: so much of it that its owner knows it again. */
  maskedEmail: z.string().nullable(),
});
export type ShownInvitation = z.infer<typeof ShownInvitation>;

export const AddMemberInput = z.object({
  /** Somebody who is known already, in other workspaces. */
  personId: z.uuid().optional(),
  displayName: z.string().trim().min(1).max(120),
  role: MemberRole,
  locale: Locale,
});
export type AddMemberInput = z.infer<typeof AddMemberInput>;
