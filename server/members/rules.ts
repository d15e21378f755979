export const memberRoles = ["owner", "admin", "supervisor", "support", "analyst"] as const;
type Role = (typeof memberRoles)[number];

/** Whether somebody with role `by` may turn a member from `from` into `to` (null: remove). Owners are made and unmade by owners. */
export function canChangeRole(by: Role, from: Role, to: Role | null): boolean {
  if (by === "owner") return true;
  return by === "admin" && from !== "owner" && to !== "owner";
}

/** Whether the workspace would be left without an owner. */
export function leavesNoOwner(from: Role, to: Role | null, owners: number): boolean {
  return from === "owner" && to !== "owner" && owners <= 1;
}

/** An invitation is good for so long, and once. */
export const invitationDays = 7;

export const invitationStates = ["waiting", "expired", "accepted", "withdrawn"] as const;
export type InvitationState = (typeof invitationStates)[number];

/** Whether somebody with role `by` may bring a member of role `to` in. Owners are made by owners. */
export function canInvite(by: Role, to: Role): boolean {
  return by === "owner" || (by === "admin" && to !== "owner");
}

/**
 * What an invitation has come to; what somebody did to it counts before its age. Whoever has left, or could not give
 * that role any more, invites nobody: it is as if they had withdrawn it.
 */
export function invitationState(
  invitation: { role: Role; acceptedAt: Date | null; withdrawnAt: Date | null; expiresAt: Date },
  inviter: { role: Role; removedAt: Date | null },
  now: Date,
): InvitationState {
  if (invitation.acceptedAt) return "accepted";
  const mayStill = inviter.removedAt === null && canInvite(inviter.role, invitation.role);
  if (invitation.withdrawnAt || !mayStill) return "withdrawn";
  return invitation.expiresAt <= now ? "expired" : "waiting";
}

/** The same as the one who opens its link meets it; `open`: it can be accepted. */
export const shownStates = [
  "open",
  "accepted",
  "acceptedByYou",
  "alreadyMember",
  "withdrawn",
  "expired",
  "otherAddress",
  "addressUnknown",
  "workspaceDeleted",
] as const;
export type ShownState = (typeof shownStates)[number];

/** What stands between a person and an invitation, the first of all that do. */
export function judgeInvitation(given: {
  state: InvitationState;
  isWorkspaceDeleted: boolean;
  /** The address it is for; null for a link. */
  email: string | null;
  /** Null while nobody is signed in: then it is shown as it is, and asked again afterwards. */
  person: { isMember: boolean; hasAccepted: boolean; address: string | null } | null;
}): ShownState {
  const { state, person, email } = given;
  if (given.isWorkspaceDeleted) return "workspaceDeleted";
  if (person?.hasAccepted && person.isMember) return "acceptedByYou";
  if (person?.isMember) return "alreadyMember";
  if (state !== "waiting") return state;
  if (email === null || person === null) return "open";
  if (person.address === null) return "addressUnknown";
  return person.address === email ? "open" : "otherAddress";
}

/** `a…e@example.com`: known again by its owner, of no use to anybody else. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const [first = "", ...rest] = [...address.slice(0, at)];
  return `${first}…${rest.length > 1 ? rest.at(-1) : ""}${address.slice(at)}`;
}

/** Opens Telegram with the link ready to be sent to whom one likes (https://core.telegram.org/widgets/share). */
export function telegramShareUrl(url: string, text: string): string {
  return `https://t.me/share/url?url=${encodeURIComponent(url)}&text=${encodeURIComponent(text)}`;
}

/** Whether this looks like an e-mail address; whether it is one, the server says. */
export const mayBeAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
