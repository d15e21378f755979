import { randomBytes } from "node:crypto";
import type { ChatInviteLink, User } from "@grammyjs/types";
import type { GroupState, Invite } from "./group-state";

/** As the real server's look. */
export function newInviteUrl(): string {
  return `https://t.me/+${randomBytes(12).toString("base64url")}`;
}

/** The link that exists without anybody having made it; it is the owner's. */
export function primaryLink(group: GroupState, owner: User): ChatInviteLink {
  return {
    ...{ invite_link: group.settings.inviteLink, creator: owner },
    ...{ creates_join_request: false, is_primary: true, is_revoked: false },
  };
}

/** Why nobody can come in by this link any more; null while they can. */
export function whyClosed({ link, uses }: Invite, nowS: number): string | null {
  if (link.is_revoked) return "it was revoked";
  if (link.expire_date !== undefined && link.expire_date <= nowS) return "it has expired";
  if (link.member_limit !== undefined && uses >= link.member_limit) return "as many as it allows have come";
  return null;
}

/** The link as a bot is told it: one that somebody else made is cut short, as the real server does. */
export function shownLink(link: ChatInviteLink, bot: number): ChatInviteLink {
  if (link.creator.id === bot) return link;
  const { invite_link } = link;
  return { ...link, invite_link: `${invite_link.slice(0, "https://t.me/+".length + 8)}…` };
}
