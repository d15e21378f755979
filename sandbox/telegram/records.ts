import type {
  BotCommand,
  ChatMember,
  ChatPermissions,
  ForceReply,
  MenuButton,
  Message,
  ReactionType,
  ReplyKeyboardMarkup,
  Update,
  User,
} from "@grammyjs/types";
import type { Invite, JoinRequest, Topic } from "./groups/group-state";
import type { updateKinds } from "./parameters/methods";

/** A person with a Telegram account, invented on the phone page or by a script. */
export type SandboxUser = User & { is_bot: false; phone?: string };

export type UpdateKind = (typeof updateKinds)[number];

export type WebhookSettings = { url: string; secret: string; maxConnections: number };

/** What a bot's call was answered with, as on the wire. */
export type ApiAnswer =
  | { ok: true; result: unknown; description?: string }
  | { ok: false; error_code: number; description: string; parameters?: ApiParameters };

export type ApiParameters = { retry_after?: number; migrate_to_chat_id?: number };

export type GroupType = "group" | "supergroup" | "channel";

/** What a group is, apart from who and what is in it. */
export type GroupSettings = {
  id: number;
  type: GroupType;
  title: string;
  username?: string;
  description?: string;
  /** The `unique` of its picture. */
  photo?: string;
  isForum?: true;
  permissions: ChatPermissions;
  inviteLink: string;
  /** Members who are only counted. */
  otherMembers?: number;
  /** The supergroup that it became. */
  migratedTo?: number;
  isDeleted?: true;
};

/** Facts about a group. */
export type GroupRecord =
  | { t: "group"; group: number; settings: GroupSettings; nextMessageId?: number; lastBot?: number | null }
  | { t: "member"; group: number; member: ChatMember }
  | { t: "groupMessage"; group: number; message: Message }
  | { t: "pinned"; group: number; messageIds: number[] }
  | { t: "topic"; group: number; threadId: number; topic: Topic | null }
  | { t: "invite"; group: number; invite: Invite }
  | { t: "joinRequest"; group: number; user: number; request: JoinRequest | null };

/** A call as the control API tells it. */
export type Call = {
  id: number;
  method: string;
  params: Record<string, unknown>;
  answer: ApiAnswer;
  date: number;
};

export type PendingUpdate = { update: Update; key: string; expiresAt: number };

export type StoredFile = {
  /** Who may fetch it; 0: every bot (a file that somebody sent to a group). */
  bot: number;
  /** Its name in the data folder and in `file_unique_id`. */
  unique: string;
  /** What `getFile` gives as `file_path`. */
  path: string;
  /** In bytes, as announced. */
  size: number;
  /** 0 for what has no picture. */
  width: number;
  height: number;
  /** Absent: a photo. */
  kind?: FileKind;
  details?: FileDetails;
  /** The `unique` of its thumbnail. */
  thumbnail?: string;
  /** `grey`: drawn when it is read; `none`: a file that was only announced. Absent: in the data folder. */
  content?: "grey" | "none";
};

export type FileKind =
  | ("photo" | "video" | "voice" | "audio" | "document" | "sticker" | "animation" | "video_note")
  | "thumbnail";

/** What the sender's app says about a file. */
export type FileDetails = {
  fileName?: string;
  mimeType?: string;
  durationS?: number;
  performer?: string;
  title?: string;
  emoji?: string;
  setName?: string;
  isAnimated?: true;
  isVideo?: true;
};

export const faultKinds = [
  ...([
    "429",
    "400",
    "401",
    "403",
    "409",
    "5xx",
    "timeout",
    "timeout_after",
    "cut",
    "duplicate",
    "reorder",
  ] as const),
] as const;
export type FaultKind = (typeof faultKinds)[number];

export type Fault = {
  id: number;
  /** A bot's username; absent means any. */
  bot?: string;
  method?: string;
  kind: FaultKind;
  /** How often it still strikes. */
  times: number;
  retryAfter?: number;
};

/** What a bot is beside its texts. */
export type BotTraits = {
  /** May make and manage other bots. */
  managesBots: boolean;
  /** Another program fetches this bot's updates as well. */
  isPolledElsewhere: boolean;
  /** The `unique` of its picture. */
  photo: string | null;
};

export type Keyboard = ReplyKeyboardMarkup | ForceReply;

/** A bot's own texts and buttons, keyed by language (and scope or chat where there is one). */
export type Profile = {
  commands: Record<string, BotCommand[]>;
  name: Record<string, string>;
  description: Record<string, string>;
  short_description: Record<string, string>;
  menu_button: Record<string, MenuButton>;
};

/**
 * One fact in the journal. A journal line holds the facts of one accepted action: all of them or none.
 */
export type StateRecord =
  | GroupRecord
  /** Whether the bot reads everything in groups (privacy mode off, as BotFather sets it). */
  | { t: "readsAll"; bot: number; readsAll: boolean }
  | { t: "user"; user: SandboxUser }
  | {
      t: "bot";
      id: number;
      username: string;
      name: string;
      token: string;
      nextUpdateId: number;
      /** The bot that it was made through, and the user it belongs to. */
      managed?: { by: number; owner: number };
    }
  /** BotFather has taken the old token back. */
  | { t: "token"; bot: number; token: string }
  /** What BotFather, or another program with the same token, has changed of a bot. */
  | { t: "traits"; bot: number; traits: Partial<BotTraits> }
  | {
      t: "chat";
      bot: number;
      user: number;
      nextMessageId?: number;
      lastInboundAt?: number;
      isBlocked?: boolean;
    }
  | { t: "file"; file: StoredFile }
  /** A message put into its chat, or put again after an edit. */
  | { t: "message"; bot: number; message: Message }
  /** What the customer's phone offers below the chat. */
  | { t: "keyboard"; bot: number; user: number; keyboard: Keyboard | null }
  /** Somebody's reactions to a message, all of them; `by` is a user or a bot, `chat` where the message is. */
  | { t: "reaction"; bot: number; chat: number; messageId: number; by: number; reactions: ReactionType[] }
  /** `user` names the chat: a user or, below zero, a group. */
  | { t: "deleted"; bot: number; user: number; messageId: number }
  /** Something a customer did; `queued` when the bot asked for that kind. */
  | { t: "update"; bot: number; update: Update; key: string; expiresAt: number; queued: boolean }
  /** An update that its bot has taken. */
  | { t: "done"; bot: number; updateId: number }
  /** `getUpdates` with an offset: everything before it is taken. */
  | { t: "confirm"; bot: number; before: number }
  /** A call with its answer; with `stores`, the answered message is in the chat as well. */
  | { t: "call"; bot: number; call: Call; stores?: true }
  | { t: "webhook"; bot: number; webhook: WebhookSettings | null; dropPending: boolean }
  | { t: "allowed"; bot: number; kinds: UpdateKind[] }
  | { t: "profile"; bot: number; field: keyof Profile; key: string; value: unknown }
  | { t: "answered"; queryId: string }
  /** Somebody's choice in a poll; an empty one takes it back. */
  | { t: "vote"; poll: string; by: number; options: number[] }
  | { t: "fault"; fault: Fault }
  | { t: "faultUsed"; id: number }
  | { t: "faultCleared"; id: number }
  | { t: "counters"; nextUserId: number; nextFaultId: number; nextFile: number; nextCallId: number }
  | { t: "reset"; bot: number | null };
