import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { ForwardedFrom, MessageContent, MessageKind, MessageReaction, RepliedTo } from "./message-schemas";
import { conversationStatuses, longThreadPage, maxAttachments, priorities } from "./rules";

export * from "./message-schemas";

export const ConversationStatus = z.enum(conversationStatuses);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

export const MessageAuthor = z.enum(["customer", "agent", "member", "system"]);
export type MessageAuthor = z.infer<typeof MessageAuthor>;

const Instant = z.iso.datetime();
const Band = z.enum(["answer", "clarify", "handoff"]);

/** Who a conversation or a message belongs to among the team. */
export const MemberRef = z.object({ id: z.string(), name: z.string() });
export type MemberRef = z.infer<typeof MemberRef>;

export const Priority = z.enum(priorities);
export type Priority = z.infer<typeof Priority>;

/** A clock of the conversation that runs: the first answer, the next one, or the close. */
export const ConversationClock = z.object({
  clock: z.enum(["first", "next", "close"]),
  dueAt: Instant,
  /** From then on it is near. */
  nearAt: Instant,
  /** The conversation is put off: the clock stands. */
  isPaused: z.boolean(),
});
export type ConversationClock = z.infer<typeof ConversationClock>;

export const listPageSize = 40;
export const threadPageSize = 50;

export const ListConversationsInput = z
  .object({
    status: ConversationStatus.optional(),
    /** A name, a phone or a shop order's number; without a status it looks everywhere. */
    q: z.string().trim().max(300).optional(),
    /** Who of the team has it. */
    assignee: z.union([z.enum(["me", "nobody"]), publicId("member")]).optional(),
    /** Whose turn it is: ours with a message unanswered, or the customer's. */
    turn: z.enum(["ours", "customers"]).optional(),
    /** Snoozed ones, which every other list of the team leaves out. */
    isSnoozed: z.boolean().optional(),
    /** Those taken for spam, newest first, which every other list of closed ones leaves out. Takes no other filter. */
    isSpam: z.boolean().optional(),
    channelId: publicId("channel").optional(),
    intent: z.string().max(80).optional(),
    language: z.string().max(8).optional(),
    priority: Priority.optional(),
    tagId: publicId("tag").optional(),
    /** Those with a clock that is near or missed, or missed. */
    clock: z.enum(["near", "missed"]).optional(),
    /** By when they are due, the first one first; those without a running clock are left out. */
    order: z.literal("due").optional(),
    cursor: z.string().max(80).nullish(),
    limit: z.number().int().min(1).max(100).default(listPageSize),
  })
  .refine((input) => input.status || input.q, { message: "Give a status or something to look for." });
export type ListConversationsInput = z.input<typeof ListConversationsInput>;

export const ConversationItem = z.object({
  id: z.string(),
  status: ConversationStatus,
  version: z.number().int(),
  lastSeq: z.number().int(),
  lastMessageAt: Instant,
  waitingSince: Instant.nullable(),
  /** An angry customer's: marked until it is closed. */
  isUrgent: z.boolean(),
  lastBand: Band.nullable(),
  priority: Priority,
  snoozedUntil: Instant.nullable(),
  clocks: z.array(ConversationClock),
  tagIds: z.array(z.string()),
  customer: z.object({ id: z.string(), name: z.string() }),
  channel: z.object({ id: z.string(), name: z.string() }),
  assignee: MemberRef.nullable(),
  lastMessage: z
    .object({
      author: MessageAuthor,
      kind: z.string(),
      text: z.string(),
      unsupportedKind: z.string().nullable(),
    })
    .nullable(),
});
export type ConversationItem = z.infer<typeof ConversationItem>;

export const ConversationPage = z.object({
  items: z.array(ConversationItem),
  /** Give it back as `cursor` for the next page; null at the end. */
  nextCursor: z.string().nullable(),
  /** A search met more customers than it looks at: say more of the name. */
  isTruncated: z.boolean(),
});
export type ConversationPage = z.infer<typeof ConversationPage>;

/** Counting stops here: a tab shows "999+". */
export const countLimit = 1000;

export const ConversationCounts = z.object({
  open: z.number().int(),
  handedOff: z.number().int(),
  /** Handed off with a customer's message that nobody has answered: someone must act. */
  waiting: z.number().int(),
  /** Of those with the team: mine, mine that wait for an answer, nobody's. Snoozed ones are in none of them. */
  mine: z.number().int(),
  mineWaiting: z.number().int(),
  unassigned: z.number().int(),
  snoozed: z.number().int(),
  /** Of those with the team: with a clock that is near or missed, and missed. */
  near: z.number().int(),
  missed: z.number().int(),
});
export type ConversationCounts = z.infer<typeof ConversationCounts>;

/** A saved list shows "99+" from there on. */
export const listCountLimit = 100;

export const CountListsInput = z.object({ lists: z.array(ListConversationsInput).max(100) });
export type CountListsInput = z.input<typeof CountListsInput>;

/** One a list, in their order; null of what is not counted. */
export const ListCounts = z.array(z.number().int().nullable());
export type ListCounts = z.infer<typeof ListCounts>;

export const ConversationRef = z.object({ conversationId: publicId("conversation") });
export type ConversationRef = z.input<typeof ConversationRef>;

export const CloseConversationInput = ConversationRef.extend({
  /** The highest `seq` on the member's screen; without it whatever the customer wrote last is closed away too. */
  lastSeenSeq: z.number().int().min(0).optional(),
});
export type CloseConversationInput = z.input<typeof CloseConversationInput>;

export const Conversation = z.object({
  id: z.string(),
  status: ConversationStatus,
  version: z.number().int(),
  lastSeq: z.number().int(),
  language: z.string().nullable(),
  isUrgent: z.boolean(),
  lastBand: Band.nullable(),
  priority: Priority,
  snoozedUntil: Instant.nullable(),
  clocks: z.array(ConversationClock),
  tagIds: z.array(z.string()),
  isSpam: z.boolean(),
  /** Its customer is blocked: what they write is not taken in. */
  isBlocked: z.boolean(),
  lastIntent: z.string().nullable(),
  createdAt: Instant,
  lastMessageAt: Instant,
  waitingSince: Instant.nullable(),
  closedAt: Instant.nullable(),
  handedOffAt: Instant.nullable(),
  handoffReason: z.string().nullable(),
  handoffSummary: z.string().nullable(),
  suggestedReply: z.string().nullable(),
  assignee: MemberRef.nullable(),
  customer: z.object({ id: z.string(), name: z.string() }),
  channel: z.object({
    id: z.string(),
    name: z.string(),
    username: z.string(),
    state: z.enum(["active", "paused", "broken", "deleted"]),
  }),
  isReachable: z.boolean(),
  unreachableReason: z.string().nullable(),
  isOptedOut: z.boolean(),
  isAgentOn: z.boolean(),
  /** The customer's newest conversation on this channel, when it is not this one: only that one can be acted on. */
  newerConversationId: z.string().nullable(),
});
export type Conversation = z.infer<typeof Conversation>;

export const GetThreadInput = z.object({
  conversationId: publicId("conversation"),
  /** `nextCursor` of the page below: older messages. */
  cursor: z.string().max(80).nullish(),
  /** A reader on the way to a message far back asks for many at once. */
  limit: z.number().int().min(1).max(longThreadPage).default(threadPageSize),
});
export type GetThreadInput = z.input<typeof GetThreadInput>;

export const ThreadMessage = z.object({
  id: z.string(),
  conversationId: z.string(),
  seq: z.number().int(),
  direction: z.enum(["in", "out"]),
  author: MessageAuthor,
  member: MemberRef.nullable(),
  kind: MessageKind,
  text: z.string(),
  sentAt: Instant,
  editedAt: Instant.nullable(),
  /** Taken back from the customer; what it said is kept for the team. */
  deletedAt: Instant.nullable(),
  repliedTo: RepliedTo.nullable(),
  /** A change that is on its way to the customer, or did not get there. */
  change: z
    .object({
      deliveryId: z.string(),
      action: z.enum(["edit", "delete", "react"]),
      state: z.enum(["queued", "sending", "failed", "unconfirmed"]),
      errorCode: z.string().nullable(),
      text: z.string().nullable(),
    })
    .nullable(),
  /** The team's reaction, an emoji. */
  ownReaction: z.string().nullable(),
  /** Earlier texts, oldest first. */
  edits: z.array(z.object({ text: z.string(), until: z.string() })),
  content: MessageContent.nullable(),
  forwardedFrom: ForwardedFrom.nullable(),
  /** Messages of one album have it in common and are shown as one. */
  albumId: z.string().nullable(),
  /** The topic of the chat it was written in. */
  threadId: z.number().nullable(),
  reactions: z.array(MessageReaction),
  /** What came after the command, as a deep link's word does after `/start`. */
  commandArgument: z.string().nullable(),
  unsupportedKind: z.string().nullable(),
  /** Labels of the buttons under it, row by row. */
  buttons: z.array(z.array(z.string())),
  asksContact: z.boolean(),
  run: z
    .object({
      id: z.string(),
      action: z.enum(["answer", "clarify", "handoff", "act"]),
      sources: z.array(z.object({ kind: z.enum(["shopOrder", "faq", "fact"]), label: z.string() })),
    })
    .nullable(),
  delivery: z
    .object({
      id: z.string(),
      state: z.enum(["queued", "sending", "sent", "failed", "suppressed", "unconfirmed"]),
      errorCode: z.string().nullable(),
    })
    .nullable(),
});
export type ThreadMessage = z.infer<typeof ThreadMessage>;

/** What happened to the conversation between two messages. */
export const ThreadEvent = z.object({
  id: z.string(),
  conversationId: z.string(),
  kind: z.enum([
    "taken_over",
    "released",
    "closed",
    "reopened",
    "assigned",
    "snoozed",
    "woken",
    "marked_spam",
    "unmarked_spam",
  ]),
  at: Instant,
  /** Null when the product did it by itself. */
  member: MemberRef.nullable(),
  /** To whom it was given; null when to nobody. */
  to: MemberRef.nullable(),
  until: Instant.nullable(),
});
export type ThreadEvent = z.infer<typeof ThreadEvent>;

export const ThreadPage = z.object({
  /** Oldest first. */
  messages: z.array(ThreadMessage),
  events: z.array(ThreadEvent),
  nextCursor: z.string().nullable(),
});
export type ThreadPage = z.infer<typeof ThreadPage>;

/** The state after a transition. */
export const ConversationState = z.object({
  id: z.string(),
  status: ConversationStatus,
  version: z.number().int(),
  assignee: MemberRef.nullable(),
});
export type ConversationState = z.infer<typeof ConversationState>;

export const AssignConversationInput = ConversationRef.extend({
  /** Null: it stays with the team and is nobody's. */
  memberId: publicId("member").nullable(),
});
export type AssignConversationInput = z.input<typeof AssignConversationInput>;

export const PrioritiseConversationInput = ConversationRef.extend({ priority: Priority });
export type PrioritiseConversationInput = z.input<typeof PrioritiseConversationInput>;

/** Nobody means to look again at a conversation later than this. */
export const maxSnoozeDays = 365;

export const SnoozeConversationInput = ConversationRef.extend({
  /** Null wakes it now. */
  until: Instant.nullable(),
});
export type SnoozeConversationInput = z.input<typeof SnoozeConversationInput>;

export const maxTagsEach = 20;

export const TagConversationInput = ConversationRef.extend({ tagId: publicId("tag"), isOn: z.boolean() });
export type TagConversationInput = z.input<typeof TagConversationInput>;

export const MarkSpamInput = ConversationRef.extend({ isSpam: z.boolean() });
export type MarkSpamInput = z.input<typeof MarkSpamInput>;

export const BlockCustomerInput = z.object({ customerId: publicId("customer"), isBlocked: z.boolean() });
export type BlockCustomerInput = z.input<typeof BlockCustomerInput>;

export const BlockedCustomer = z.object({ id: z.string(), isBlocked: z.boolean() });
export type BlockedCustomer = z.infer<typeof BlockedCustomer>;

/** One thing that is done to a conversation; what a menu, a key, a selection of many and a macro have in common. */
export const ConversationChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("assign"), memberId: publicId("member").nullable() }),
  z.object({ kind: z.literal("prioritise"), priority: Priority }),
  z.object({ kind: z.literal("snooze"), until: Instant.nullable() }),
  z.object({ kind: z.literal("tag"), tagId: publicId("tag"), isOn: z.boolean() }),
  z.object({ kind: z.literal("spam"), isSpam: z.boolean() }),
  z.object({ kind: z.literal("close"), lastSeenSeq: z.number().int().min(0).optional() }),
  /** Takes a close back. */
  z.object({ kind: z.literal("reopen"), status: z.enum(["open", "handed_off"]) }),
  z.object({ kind: z.literal("release") }),
]);
export type ConversationChange = z.input<typeof ConversationChange>;

export const maxChanges = 100;

export const ChangeConversationsInput = z.object({
  changes: z
    .array(z.object({ conversationId: publicId("conversation"), change: ConversationChange }))
    .min(1)
    .max(maxChanges),
});
export type ChangeConversationsInput = z.input<typeof ChangeConversationsInput>;

export const ChangedConversations = z.object({
  done: z.array(
    z.object({
      conversationId: z.string(),
      /** The change that takes it back; null where there was nothing to do or nothing to take back. */
      undo: z.unknown().nullable(),
    }),
  ),
  refused: z.array(z.object({ conversationId: z.string(), code: z.string() })),
});
export type ChangedConversations = {
  done: { conversationId: string; undo: ConversationChange | null }[];
  refused: { conversationId: string; code: string }[];
};

export const TakeOverInput = z.object({
  conversationId: publicId("conversation"),
  /** The colleague who has it on the screen, whom it is taken from knowingly; null when nobody has. */
  heldBy: publicId("member").nullable().default(null),
});
export type TakeOverInput = z.input<typeof TakeOverInput>;

export const ReopenConversationInput = z.object({
  conversationId: publicId("conversation"),
  /** `handed_off` gives it to whoever reopens it; `open` gives it back to the agent. */
  status: z.enum(["open", "handed_off"]).default("handed_off"),
  /** Takes a close back: what was nobody's is nobody's again, and a customer who waited waits again. */
  isUndo: z.boolean().default(false),
});
export type ReopenConversationInput = z.input<typeof ReopenConversationInput>;

export const ReplyToConversationInput = z.object({
  conversationId: publicId("conversation"),
  /** Made by the client, the id of the message to be: a second call with it sends nothing and returns the first. */
  messageId: publicId("message"),
  text: z.string(),
  /** The highest `seq` on the writer's screen. */
  lastSeenSeq: z.number().int().min(0),
  /** Sends although someone answered meanwhile; the writer has seen it. */
  force: z.boolean().default(false),
  /** The message of the same thread that this one answers. */
  replyTo: publicId("message").nullish(),
  /** The version of the writer's draft that this was. */
  draftVersion: z.number().int().min(0).optional(),
  /** Uploads of this member, sent in this order; the text stands under the first. */
  attachments: z.array(publicId("file")).max(maxAttachments).default([]),
});
export type ReplyToConversationInput = z.input<typeof ReplyToConversationInput>;

export const SentReply = z.object({
  messageId: z.string(),
  seq: z.number().int(),
  version: z.number().int(),
  /** False when the same reply had been taken before. */
  isNew: z.boolean(),
});
export type SentReply = z.infer<typeof SentReply>;

export const EditMessageInput = z.object({ messageId: publicId("message"), text: z.string() });
export type EditMessageInput = z.input<typeof EditMessageInput>;

export const MessageRef = z.object({ messageId: publicId("message") });
export type MessageRef = z.input<typeof MessageRef>;

export const ReactToMessageInput = z.object({
  messageId: publicId("message"),
  /** One of `reactionEmoji`; null takes the reaction away. */
  emoji: z.string().max(16).nullable(),
});
export type ReactToMessageInput = z.input<typeof ReactToMessageInput>;

/** A change of a message has been taken; it shows in the thread when the platform has it. */
export const ChangedMessage = z.object({
  messageId: z.string(),
  conversationId: z.string(),
  /** The conversation's. */
  version: z.number().int(),
  /** Until then it can be undone; null when there is nothing to undo. */
  leavesAt: Instant.nullable(),
});
export type ChangedMessage = z.infer<typeof ChangedMessage>;
