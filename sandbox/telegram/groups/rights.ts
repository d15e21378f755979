import type {
  ChatAdministratorRights,
  ChatMember,
  ChatMemberAdministrator,
  ChatMemberRestricted,
  ChatPermissions,
  User,
} from "@grammyjs/types";
import type { GroupType } from "../records";

export const permissionNames = [
  ...(["can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos"] as const),
  ...(["can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls"] as const),
  ...(["can_send_other_messages", "can_add_web_page_previews", "can_react_to_messages"] as const),
  ...([
    "can_change_info",
    "can_invite_users",
    "can_edit_tag",
    "can_pin_messages",
    "can_manage_topics",
  ] as const),
] as const satisfies readonly (keyof ChatPermissions)[];

export const rightNames = [
  ...(["is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"] as const),
  ...(["can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"] as const),
  ...(["can_manage_tags", "can_post_stories", "can_edit_stories", "can_delete_stories"] as const),
  ...(["can_post_messages", "can_edit_messages", "can_pin_messages", "can_manage_topics"] as const),
  ...(["can_manage_direct_messages", "can_send_welcome_messages"] as const),
] as const satisfies readonly (keyof ChatAdministratorRights)[];

export type RightName = (typeof rightNames)[number];
export type PermissionName = (typeof permissionNames)[number];

const ofChannels: ReadonlySet<RightName> = new Set([
  ...(["can_post_messages", "can_edit_messages", "can_manage_direct_messages"] as const),
]);
const ofGroups: ReadonlySet<RightName> = new Set([
  "can_pin_messages",
  "can_manage_topics",
  "can_manage_tags",
]);

/** What members may do in a new group: everything but change, pin and manage topics. */
export const usualPermissions: Readonly<Required<ChatPermissions>> = {
  ...(Object.fromEntries(permissionNames.map((name) => [name, true])) as Required<ChatPermissions>),
  ...{ can_change_info: false, can_pin_messages: false, can_manage_topics: false },
};

/** All permissions, those that are not given being taken away. */
export function fullPermissions(given: ChatPermissions): Required<ChatPermissions> {
  return Object.fromEntries(
    permissionNames.map((name) => [name, given[name] === true]),
  ) as Required<ChatPermissions>;
}

/** An administrator with these rights, or with all but anonymity where none are named. */
export function administrator(
  type: GroupType,
  user: User,
  rights?: Partial<Record<RightName, boolean>>,
): ChatMemberAdministrator {
  const given: Record<string, boolean> = {};
  for (const name of rightNames) {
    if (type === "channel" ? ofGroups.has(name) : ofChannels.has(name)) continue;
    given[name] = rights ? rights[name] === true : name !== "is_anonymous";
  }
  // Whoever administers anything manages the chat.
  given.can_manage_chat = true;
  return { status: "administrator", user, can_be_edited: false, ...given } as ChatMemberAdministrator;
}

export function restricted(
  user: User,
  permissions: ChatPermissions,
  until: number,
  isMember = true,
): ChatMemberRestricted {
  const full = fullPermissions(permissions);
  return { status: "restricted", user, is_member: isMember, until_date: until, ...full };
}

/** Whether they are in the chat. */
export function isPresent(member: ChatMember | undefined): boolean {
  if (!member) return false;
  if (member.status === "restricted") return member.is_member;
  return member.status !== "left" && member.status !== "kicked";
}

export function isAdministrator(member: ChatMember | undefined): boolean {
  return member?.status === "creator" || member?.status === "administrator";
}

/** Whether this member may do what an administrator's right or, in a group, everybody's permission allows. */
export function hasRight(
  member: ChatMember | undefined,
  right: RightName,
  permissions?: ChatPermissions,
): boolean {
  if (member?.status === "creator") return true;
  if (member?.status === "administrator") return member[right] === true;
  const name = right as PermissionName;
  if (!permissions || !permissionNames.includes(name)) return false;
  if (member?.status === "restricted") return member.is_member && member[name];
  return member?.status === "member" && permissions[name] === true;
}
