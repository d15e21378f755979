import type { ChatMember, User } from "@grammyjs/types";
import { shownUser } from "../said";
import type { TelegramState } from "../state";
import { botUser } from "../state";
import type { GroupState } from "./group-state";

/** Somebody's place in the group now: a ban or a restriction whose time is over has ended by itself. */
export function memberNow(group: GroupState, id: number, nowS: number): ChatMember | undefined {
  const member = group.members.get(id);
  if (member?.status !== "kicked" && member?.status !== "restricted") return member;
  if (member.until_date === 0 || member.until_date > nowS) return member;
  const { user } = member;
  if (member.status === "kicked" || !member.is_member) return { status: "left", user };
  return { status: "member", user };
}

/** A user or a bot by id, as everybody sees them. */
export function findUser(state: TelegramState, id: number): User | undefined {
  const bot = state.bots.get(id);
  if (bot) return botUser(bot);
  const user = state.users.get(id);
  return user && shownUser(user);
}

export function ownerOf(group: GroupState): User | undefined {
  for (const member of group.members.values()) if (member.status === "creator") return member.user;
  return undefined;
}

/** Under 30 s or over 366 days from now means for ever, as the real server has it. */
export function untilDate(given: number | undefined, nowS: number): number {
  if (given === undefined || given < nowS + 30 || given > nowS + 366 * 86_400) return 0;
  return given;
}
