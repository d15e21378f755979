import { DomainError } from "@/server/kernel";
import type { ConversationStatus, MemberRef } from "./schemas";

/** No such conversation in this workspace. */
export class ConversationNotFound extends DomainError {
  readonly code = "CONVERSATION_NOT_FOUND";
  readonly kind = "not_found";
  constructor(conversationId: string) {
    super("There is no such conversation.", { conversationId });
  }
}

/** Its state does not allow what was asked, e.g. closing what is closed. */
export class ConversationStateInvalid extends DomainError {
  readonly code = "CONVERSATION_STATE_INVALID";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; status: ConversationStatus; wanted: string }) {
    super(`A conversation that is ${data.status} cannot be ${data.wanted}.`, data);
  }
}

/** A colleague has it; `data.assignee` says who. */
export class ConversationTaken extends DomainError {
  readonly code = "CONVERSATION_TAKEN";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; assignee: MemberRef | null; version: number }) {
    super(`${data.assignee?.name ?? "Someone else"} has this conversation.`, data);
  }
}

/** Someone answered since what the writer saw; `data.answer` is what they wrote. Nothing was sent. */
export class ConversationChanged extends DomainError {
  readonly code = "CONVERSATION_CHANGED";
  readonly kind = "conflict";
  constructor(data: {
    conversationId: string;
    lastSeq: number;
    answer: { author: "agent" | "member"; memberName: string | null; text: string; sentAt: string };
  }) {
    super("Someone answered meanwhile. Nothing was sent.", data);
  }
}

/** The customer wrote since what the member saw; it was not closed. */
export class ConversationUnread extends DomainError {
  readonly code = "CONVERSATION_UNREAD";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; lastSeq: number }) {
    super("The customer has just written. The conversation stays open.", data);
  }
}

/** The customer has a newer conversation on this channel; this one is history. */
export class ConversationSuperseded extends DomainError {
  readonly code = "CONVERSATION_SUPERSEDED";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; newerConversationId: string }) {
    super("This customer has a newer conversation; go on there.", data);
  }
}

/** The bot behind the conversation is no longer connected. */
export class ChannelNotConnected extends DomainError {
  readonly code = "CHANNEL_NOT_CONNECTED";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; channelId: string }) {
    super("The bot of this conversation is not connected any more.", data);
  }
}

/** Nothing a reader could see: empty, blank or zero-width characters only. */
export class TextEmpty extends DomainError {
  readonly code = "TEXT_EMPTY";
  readonly kind = "invalid";
  constructor() {
    super("Write something first: the text has nothing a reader could see.");
  }
}

/** More than the platform takes in one message. */
export class TextTooLong extends DomainError {
  readonly code = "TEXT_TOO_LONG";
  readonly kind = "invalid";
  constructor(data: { length: number; max: number }) {
    super(`The text has ${data.length} characters; a message takes ${data.max}.`, data);
  }
}

/** The id of the reply belongs to another message. */
export class MessageIdTaken extends DomainError {
  readonly code = "MESSAGE_ID_TAKEN";
  readonly kind = "conflict";
  constructor() {
    super("This message id is in use. Send again.");
  }
}

/** No such message in this workspace. */
export class MessageNotFound extends DomainError {
  readonly code = "MESSAGE_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such message.");
  }
}

/** Only what one has written oneself is edited or deleted, and only customers' messages are reacted to. */
export class MessageNotYours extends DomainError {
  readonly code = "MESSAGE_NOT_YOURS";
  readonly kind = "conflict";
  constructor(messageId: string) {
    super("Only the member who wrote a message changes it.", { messageId });
  }
}

/** It has not reached the customer for certain, so there is nothing to change; `data.state` says where it is. */
export class MessageNotSent extends DomainError {
  readonly code = "MESSAGE_NOT_SENT";
  readonly kind = "conflict";
  constructor(data: { messageId: string; state: string | null }) {
    super("This message has not been sent.", data);
  }
}

/** It has been taken back, or is about to be. */
export class MessageDeleted extends DomainError {
  readonly code = "MESSAGE_DELETED";
  readonly kind = "conflict";
  constructor(messageId: string) {
    super("This message has been deleted.", { messageId });
  }
}

/** The platform lets bots delete for so many hours. */
export class MessageTooOld extends DomainError {
  readonly code = "MESSAGE_TOO_OLD";
  readonly kind = "conflict";
  constructor(data: { messageId: string; hours: number }) {
    super(`Telegram lets a bot delete a message for ${data.hours} hours. The customer keeps this one.`, data);
  }
}

/** Not one of the platform's reactions. */
export class ReactionInvalid extends DomainError {
  readonly code = "REACTION_INVALID";
  readonly kind = "invalid";
  constructor() {
    super("Telegram has no such reaction.");
  }
}

/** The deletion has left, or there is none. */
export class DeletionNotPending extends DomainError {
  readonly code = "DELETION_NOT_PENDING";
  readonly kind = "conflict";
  constructor(messageId: string) {
    super("This message is not waiting to be deleted any more.", { messageId });
  }
}

/** Not one of the team who can answer customers: unknown, removed, or a role that only reads. */
export class AssigneeInvalid extends DomainError {
  readonly code = "ASSIGNEE_INVALID";
  readonly kind = "invalid";
  constructor() {
    super("This member cannot be given conversations. Choose someone whose role answers customers.");
  }
}

/** A moment that has passed, or is further away than a snooze may be. */
export class SnoozeInvalid extends DomainError {
  readonly code = "SNOOZE_INVALID";
  readonly kind = "invalid";
  constructor(maxDays: number) {
    super(`Choose a moment in the future, within ${maxDays} days.`, { maxDays });
  }
}

/** A conversation carries as many tags as it may. */
export class TooManyTags extends DomainError {
  readonly code = "TOO_MANY_TAGS";
  readonly kind = "conflict";
  constructor(data: { max: number }) {
    super(`There can be ${data.max} tags. Remove one first.`, data);
  }
}

/** The cursor was not made here. */
export class CursorInvalid extends DomainError {
  readonly code = "CURSOR_INVALID";
  readonly kind = "invalid";
  constructor() {
    super("The cursor is not one of ours; start from the first page.");
  }
}
