import type { MemberRole, Verb } from "@/server/kernel";
import { isAllowed } from "@/server/kernel";
import type { NotificationKind } from "./rules";

/** What one must be allowed to do to be told of it: nobody hears of what their role never shows. */
const neededVerb: Record<NotificationKind, Verb> = {
  assigned: "conversation.reply",
  mentioned: "note.add",
  waiting: "conversation.takeOver",
  "task-due": "conversation.get",
  "sla-near": "conversation.takeOver",
  "bot-trouble": "channel.update",
  "invitation-accepted": "invitation.list",
  "rating-low": "conversation.get",
};

/** Whether a member of this role may be told of this kind. */
export const mayHear = (role: MemberRole, kind: NotificationKind): boolean =>
  isAllowed({ kind: "member", memberId: "", personId: "", displayName: "", role }, neededVerb[kind]);

/** Those whom a caller names by what they do rather than one by one. */
export const audiences = {
  answering: ["owner", "admin", "supervisor", "support"],
  leads: ["owner", "admin", "supervisor"],
  admins: ["owner", "admin"],
} as const satisfies Record<string, readonly MemberRole[]>;
export type Audience = keyof typeof audiences;
