import type { GroupHealth, GroupStatus } from "./schemas";

/** The rights that managing a group needs, and what each is for stands in the texts under the same name. */
export const wantedRights = [
  "can_delete_messages",
  "can_restrict_members",
  "can_invite_users",
  "can_pin_messages",
] as const;

/** A channel has posts instead of people who talk. */
export const wantedChannelRights = ["can_post_messages", "can_edit_messages", "can_invite_users"] as const;

/** Whether somebody of this status is in the group. */
export const isInside = (status: GroupStatus): boolean => status !== "left" && status !== "kicked";

/** How the bot fares there: out of it, short of rights that it had, muted, without rights from the start, or well. */
export function healthOf(group: { botStatus: GroupStatus; lostRights: readonly string[] }): GroupHealth {
  if (!isInside(group.botStatus)) return "removed";
  if (group.lostRights.length > 0) return "rights_lost";
  if (group.botStatus === "restricted") return "restricted";
  return group.botStatus === "member" ? "not_admin" : "healthy";
}

/** Whether a member should look at it: something that worked does no more. */
export const isTroubled = (health: GroupHealth): boolean =>
  health === "removed" || health === "rights_lost" || health === "restricted";
