import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { channels } from "./channels";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { addresses, customers } from "./customers";
import { members } from "./members";
import { workspaces } from "./workspaces";

export const conversationStatuses = ["open", "handed_off", "closed"] as const;
export const bands = ["answer", "clarify", "handoff"] as const;
export const resolutions = ["assumed", "confirmed"] as const;
export const priorities = ["low", "normal", "high", "urgent"] as const;
export const messageDirections = ["in", "out"] as const;
export const messageAuthors = ["customer", "agent", "member", "system"] as const;
/** Kinds of message that carry a file. */
export const mediaKinds = [
  "photo",
  "video",
  "voice",
  "audio",
  "document",
  "sticker",
  "animation",
  "video_note",
] as const;
export const messageKinds = [
  "text",
  "contact",
  ...mediaKinds,
  "location",
  "venue",
  "poll",
  "dice",
  "story",
  "callback",
  "command",
  "unsupported",
] as const;

/** A customer's thread on one channel from the first message until it is closed. */
export const conversations = pgTable(
  "conversations",
  {
    workspaceId: workspaceId(),
    id: id(),
    channelId: uuid("channel_id").notNull(),
    customerId: uuid("customer_id").notNull(),
    addressId: uuid("address_id").notNull(),
    status: state("status", conversationStatuses).notNull(),
    /** Sticky; null until the first message with a recognisable language. */
    language: text("language"),
    assignedMemberId: uuid("assigned_member_id"),
    /** The highest `seq` of its messages. */
    lastSeq: bigint("last_seq", { mode: "number" }).notNull().default(0),
    /** The highest `seq` the agent has dealt with. */
    agentSeq: bigint("agent_seq", { mode: "number" }).notNull().default(0),
    /** Grows with every change; clients compare it with what they hold. */
    version: bigint("version", { mode: "number" }).notNull().default(1),
    lastMessageAt: instant("last_message_at").notNull(),
    /**
     * The ten minutes of `last_message_at`, for the index of the list: a message that changes no indexed column costs
     * one new row version and no index entry.
     */
    activeSlot: instant("active_slot")
      .notNull()
      .generatedAlwaysAs(sql`date_bin('10 minutes', last_message_at, '2000-01-01 00:00:00+00')`),
    lastInboundAt: instant("last_inbound_at"),
    /** The oldest customer message that nobody has answered; null when it is our turn no more. */
    waitingSince: instant("waiting_since"),
    /** The first customer message of this conversation that asked something, for the first response. */
    firstInboundAt: instant("first_inbound_at").notNull(),
    /** When the agent or a member first answered it (whoever came first). */
    firstResponseAt: instant("first_response_at"),
    lastBand: state("last_band", bands),
    clarifyCount: integer("clarify_count").notNull().default(0),
    handedOffAt: instant("handed_off_at"),
    handoffReason: text("handoff_reason"),
    /** For the member who takes over: what the customer wants, what was tried. */
    handoffSummary: text("handoff_summary"),
    suggestedReply: text("suggested_reply"),
    /** Handed off by an angry customer: the inbox marks it until it is closed. */
    isUrgent: boolean("is_urgent").notNull().default(false),
    /** Times the agent gave a sourced answer. */
    answerCount: integer("answer_count").notNull().default(0),
    /** Times a member wrote. */
    memberMessageCount: integer("member_message_count").notNull().default(0),
    /** What the customer wanted last, as the agent read it. */
    lastIntent: text("last_intent"),
    /** How the team ranks it. */
    priority: state("priority", priorities).notNull().default("normal"),
    /** Out of the team's list until then, or until the customer writes (intake sets it to null). No index holds it. */
    snoozedUntil: instant("snoozed_until"),
    /** Taken for spam by a member; it is closed and its customer blocked. */
    spamAt: instant("spam_at"),
    resolution: state("resolution", resolutions),
    resolvedAt: instant("resolved_at"),
    reopenedAt: instant("reopened_at"),
    closedAt: instant("closed_at"),
    /** The clocks, kept by a trigger (`reckon_clocks`): when the customer is owed an answer, and when that is near. */
    answerDueAt: instant("answer_due_at"),
    answerNearAt: instant("answer_near_at"),
    /** When it is to be closed, and when that is near. */
    closeDueAt: instant("close_due_at"),
    closeNearAt: instant("close_near_at"),
    /** The first of them to be due while they run; null while they stand (snoozed, closed) or where there is no target. */
    dueAt: instant("due_at"),
    nearAt: instant("near_at"),
    /** Since when they stand, and for how many of the team's seconds they have stood: all of them, and since the wait began. */
    clocksPausedAt: instant("clocks_paused_at"),
    pausedS: integer("paused_s").notNull().default(0),
    waitPausedS: integer("wait_paused_s").notNull().default(0),
    /** The wait whose nearness was told to members, and when that of the close was. */
    answerToldFor: instant("answer_told_for"),
    closeToldAt: instant("close_told_at"),
    /** Of the targets, hours and zone that they were last counted by. */
    clocksBasis: integer("clocks_basis"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("conversations_open")
      // By the address: a customer of two records has two chats with one bot, and each is answered where it was asked.
      .on(t.workspaceId, t.channelId, t.addressId)
      .where(sql`status <> 'closed'`),
    index("conversations_list").on(t.workspaceId, t.status, t.activeSlot.desc()),
    index("conversations_customer").on(t.workspaceId, t.customerId, t.channelId, t.createdAt.desc()),
    index("conversations_created").on(t.workspaceId, t.createdAt),
    index("conversations_resolved").on(t.workspaceId, t.resolvedAt).where(sql`resolved_at is not null`),
    index("conversations_spam").on(t.workspaceId, t.spamAt.desc()).where(sql`spam_at is not null`),
    // Holds nothing of a workspace without targets, so that its messages change no index.
    index("conversations_due").on(t.workspaceId, t.dueAt).where(sql`due_at is not null`),
    index("conversations_handed_off").on(t.workspaceId, t.handedOffAt).where(sql`handed_off_at is not null`),
    foreignKey({
      name: "conversations_channel_fk",
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
    foreignKey({
      name: "conversations_customer_fk",
      columns: [t.workspaceId, t.customerId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
    foreignKey({
      name: "conversations_address_fk",
      columns: [t.workspaceId, t.addressId],
      foreignColumns: [addresses.workspaceId, addresses.id],
    }),
    foreignKey({
      name: "conversations_member_fk",
      columns: [t.workspaceId, t.assignedMemberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
    oneOf("conversations_status", t.status, conversationStatuses),
    oneOf("conversations_last_band", t.lastBand, bands),
    oneOf("conversations_resolution", t.resolution, resolutions),
    oneOf("conversations_priority", t.priority, priorities),
  ],
);

export const tagColours = ["1", "2", "3", "4", "5", "6"] as const;

/** A word that the team sorts its conversations by. */
export const tags = pgTable(
  "tags",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    name: text("name").notNull(),
    /** The name folded: two tags never differ by case or marks alone. */
    nameKey: text("name_key").notNull(),
    /** One of the chart colours. */
    colour: state("colour", tagColours).notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("tags_name").on(t.workspaceId, t.nameKey),
    oneOf("tags_colour", t.colour, tagColours),
  ],
);

/** Which conversation carries which tag. Apart from `conversations`, so that a message never touches it. */
export const conversationTags = pgTable(
  "conversation_tags",
  {
    workspaceId: workspaceId(),
    conversationId: uuid("conversation_id").notNull(),
    tagId: uuid("tag_id").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.conversationId, t.tagId] }),
    // For a tag that is deleted.
    index("conversation_tags_tag").on(t.workspaceId, t.tagId),
    foreignKey({
      name: "conversation_tags_conversation_fk",
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    foreignKey({
      name: "conversation_tags_tag_fk",
      columns: [t.workspaceId, t.tagId],
      foreignColumns: [tags.workspaceId, tags.id],
    }).onDelete("cascade"),
  ],
);

/** A place in the inbox that a member comes back to: the query of its address, under a name. */
export const inboxViews = pgTable(
  "inbox_views",
  {
    workspaceId: workspaceId(),
    id: id(),
    memberId: uuid("member_id").notNull(),
    name: text("name").notNull(),
    /** `status=handed_off&assignee=me`: without the conversation that was open. */
    query: text("query").notNull(),
    /** Shown to the whole team; changed by its maker and by those who lead. */
    isShared: boolean("is_shared").notNull().default(false),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "inbox_views_member_fk",
      columns: [t.workspaceId, t.memberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
  ],
);

/** A file as a message announces it: all of it the sender's word, believed by nobody. Which kind, the message says. */
export type MessageMedia = {
  /** The platform's id, good for this bot; absent for what a member sends. */
  fileId?: string;
  /** The platform's name of the content: the same sticker has the same one, whoever sends it. */
  fileUniqueId?: string;
  sizeBytes?: number;
  /** Fit to be shown and to be a file's name (`lib/text/file-name.ts`). */
  name?: string;
  contentType?: string;
  width?: number;
  height?: number;
  durationS?: number;
  title?: string;
  performer?: string;
  /** What a sticker stands for. */
  emoji?: string;
  form?: "static" | "animated" | "video";
  /** The sender covers it until it is pressed. */
  isCovered?: boolean;
  thumbnail?: { fileId: string; width: number; height: number };
};

/** Whom a forwarded message is from, as far as the platform tells. */
export type ForwardOrigin = {
  kind: "user" | "hidden_user" | "chat" | "channel";
  name: string;
  username?: string;
  at?: string;
};

/** What a message answers: a message of this chat by its number, or one of elsewhere that is only described. */
export type ReplyTarget = {
  /** Ours, where a member answers. */
  messageId?: string;
  providerMessageId?: string;
  /** Whose it was. */
  by: "customer" | "us" | "elsewhere";
  /** What kind it was, in the words of `messageKinds`. */
  kind: string;
  /** The beginning of what it said. */
  text: string;
  /** The part that the writer chose to quote. */
  quote?: string;
  /** Whose it was when it is from elsewhere. */
  name?: string;
};

export type MessageReaction = { kind: "emoji"; emoji: string } | { kind: "custom" } | { kind: "paid" };

/**
 * What a message carries besides its text. Inbound: as converted from the platform. Outbound: the buttons sent.
 */
export type MessagePayload = {
  /** What an unsupported message is, in the platform's word (`game`, `checklist` …). */
  unsupportedKind?: string;
  contact?: { phone: string; isOwn: boolean; name?: string };
  media?: MessageMedia;
  /** Messages of one album have it in common. */
  albumId?: string;
  location?: { latitude: number; longitude: number; accuracyM?: number; livePeriodS?: number };
  venue?: { title: string; address: string };
  poll?: {
    question: string;
    options: { text: string; votes: number }[];
    isAnonymous: boolean;
    isQuiz: boolean;
    allowsSeveral: boolean;
    isClosed: boolean;
  };
  dice?: { emoji: string; value: number };
  story?: { name: string; username?: string };
  forwardedFrom?: ForwardOrigin;
  replyTo?: ReplyTarget;
  /** The topic of the chat it was written in; an answer goes there. */
  threadId?: number;
  /** What the customer has put under it, newest state only, and when. */
  reactions?: MessageReaction[];
  reactedAt?: string;
  callback?: { id: string; data: string; providerMessageId?: string };
  command?: { name: string; argument?: string };
  /** The team's reaction to a customer's message, an emoji. */
  ownReaction?: string;
  /** Earlier texts, oldest first. */
  edits?: { text: string; until: string }[];
  /** Rows of buttons under an outbound message. */
  buttons?: { label: string; data: string }[][];
  /** A reply keyboard's button that shares the customer's own contact. */
  askContact?: { label: string };
  /** Takes the reply keyboard away again. */
  removeKeyboard?: boolean;
};

/** The record of everything said, both ways. */
export const messages = pgTable(
  "messages",
  {
    workspaceId: workspaceId(),
    id: id(),
    conversationId: uuid("conversation_id").notNull(),
    addressId: uuid("address_id").notNull(),
    /** 1, 2, 3 … within the conversation, without gaps. */
    seq: bigint("seq", { mode: "number" }).notNull(),
    direction: state("direction", messageDirections).notNull(),
    author: state("author", messageAuthors).notNull(),
    memberId: uuid("member_id"),
    agentRunId: uuid("agent_run_id"),
    kind: state("kind", messageKinds).notNull(),
    text: text("text").notNull().default(""),
    payload: jsonb("payload").$type<MessagePayload>(),
    providerMessageId: text("provider_message_id"),
    /** When the platform says it was sent; for outbound, when we wrote it. */
    sentAt: instant("sent_at").notNull(),
    editedAt: instant("edited_at"),
    /** When it was taken back from the customer; what it said is kept. */
    deletedAt: instant("deleted_at"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("messages_seq").on(t.workspaceId, t.conversationId, t.seq),
    index("messages_provider")
      .on(t.workspaceId, t.addressId, t.providerMessageId)
      .where(sql`provider_message_id is not null`),
    index("messages_created").on(t.workspaceId, t.createdAt),
    foreignKey({
      name: "messages_conversation_fk",
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    oneOf("messages_direction", t.direction, messageDirections),
    oneOf("messages_author", t.author, messageAuthors),
    oneOf("messages_kind", t.kind, messageKinds),
  ],
);

export const receiptStates = ["accepted", "rejected"] as const;

/** One row an update of a channel, inserted first: what makes a second delivery have no effect. Kept 8 days. */
export const updateReceipts = pgTable(
  "update_receipts",
  {
    workspaceId: workspaceId(),
    channelId: uuid("channel_id").notNull(),
    updateId: bigint("update_id", { mode: "number" }).notNull(),
    state: state("state", receiptStates).notNull(),
    reason: text("reason"),
    receivedAt: instant("received_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.channelId, t.updateId] }),
    index("update_receipts_received").on(t.workspaceId, t.receivedAt),
    foreignKey({
      name: "update_receipts_channel_fk",
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
    oneOf("update_receipts_state", t.state, receiptStates),
  ],
);

/** Updates as they came, partitioned by day (by hand in the migration), dropped after 30 days. */
export const rawUpdates = pgTable(
  "raw_updates",
  {
    workspaceId: workspaceId(),
    day: date("day", { mode: "string" }).notNull(),
    channelId: uuid("channel_id").notNull(),
    updateId: bigint("update_id", { mode: "number" }).notNull(),
    receivedAt: instant("received_at").notNull(),
    body: text("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.day, t.channelId, t.updateId] })],
);
