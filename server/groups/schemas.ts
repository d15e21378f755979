import { z } from "zod";
import { publicId } from "@/lib/public-id";

/** The same as the platform's `Chat.type` without private ones. */
export const groupKinds = ["group", "supergroup", "channel"] as const;
/** What a bot or a person is in a group (`ChatMember.status`). */
export const groupStatuses = ["creator", "administrator", "member", "restricted", "left", "kicked"] as const;
export const groupHealths = ["healthy", "not_admin", "restricted", "rights_lost", "removed"] as const;
const eventKinds = [
  "bot_added",
  "bot_left",
  "bot_removed",
  "rights_gained",
  "rights_lost",
  "renamed",
  "photo_changed",
  "migrated",
  "member_joined",
  "member_left",
  "member_removed",
  "member_promoted",
  "member_restricted",
] as const;

export type GroupStatus = (typeof groupStatuses)[number];
export type GroupHealth = (typeof groupHealths)[number];

/**
 * What one update, or one look at the platform, tells of a group, as the database function `ingest_group_change` reads
 * it. Instants are ISO texts.
 */
export type GroupChange = {
  kind: (typeof groupKinds)[number];
  title: string;
  username: string | null;
  at: string;
  /** Who did it, by name. */
  actor: string | null;
  /** What the bot is there now, with an administrator's rights. */
  bot: { status: GroupStatus; rights: string[] } | null;
  /** Nothing of it is news: the platform was asked for the first time. */
  isFirstLook: boolean;
  people: GroupPerson[];
  isPhotoChanged: boolean;
  migrateTo: string | null;
  migrateFrom: string | null;
  message: {
    id: number;
    threadId: string | null;
    userId: string | null;
    senderName: string;
    kind: string;
    text: string;
    payload: Record<string, unknown> | null;
    sentAt: string;
    editedAt: string | null;
  } | null;
};

export type GroupPerson = {
  userId: string;
  name: string;
  username: string | null;
  isBot: boolean;
  status: GroupStatus;
  /** What the person was before, where we have not seen them. */
  before: GroupStatus;
  inviteLink: string | null;
};

const Instant = z.iso.datetime();

export const Group = z.object({
  id: z.string(),
  channel: z.object({ id: z.string(), username: z.string(), name: z.string() }),
  kind: z.enum(groupKinds),
  title: z.string(),
  username: z.string().nullable(),
  health: z.enum(groupHealths),
  botStatus: z.enum(groupStatuses),
  rights: z.array(z.string()),
  lostRights: z.array(z.string()),
  troubledAt: Instant.nullable(),
  memberCount: z.number().int().nullable(),
  checkedAt: Instant.nullable(),
  checkError: z.string().nullable(),
  lastMessageAt: Instant.nullable(),
  createdAt: Instant,
});
export type Group = z.infer<typeof Group>;

export const GroupDetail = Group.extend({
  events: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(eventKinds),
      actorName: z.string().nullable(),
      subjectName: z.string().nullable(),
      rights: z.array(z.string()),
      before: z.string().nullable(),
      title: z.string().nullable(),
      at: Instant,
    }),
  ),
  messages: z.array(
    z.object({
      id: z.string(),
      senderName: z.string(),
      kind: z.string(),
      text: z.string(),
      threadId: z.string().nullable(),
      sentAt: Instant,
      editedAt: Instant.nullable(),
    }),
  ),
  /** How many people the bot has seen there; the platform gives no list. */
  knownMemberCount: z.number().int(),
});
export type GroupDetail = z.infer<typeof GroupDetail>;

export const GroupRef = z.object({ groupId: publicId("group") });
export type GroupRef = z.input<typeof GroupRef>;
